import QtQuick

// Text of one of four roles: title, body, small, strong.
Text {
    property string role: "body"

    color: look.ink
    font.pixelSize: role === "title" ? look.title : role === "small" ? look.small : look.body
    font.weight: role === "title" || role === "strong" ? Font.DemiBold : Font.Normal
    lineHeight: role === "title" ? 1.04 : 1.12
    textFormat: Text.PlainText
    wrapMode: Text.WordWrap
    Accessible.role: Accessible.StaticText
    Accessible.name: text
    Accessible.ignored: text === ""
}
