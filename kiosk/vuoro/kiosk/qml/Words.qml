import QtQuick

// Text of one of four roles: title, body, small, strong.
Text {
    property string role: "body"
    // For those who measure the picture from outside.
    readonly property real pixels: fontInfo.pixelSize
    readonly property int across: effectiveHorizontalAlignment
    readonly property int down: verticalAlignment

    color: look.ink
    font.pixelSize: role === "title" ? look.title : role === "small" ? look.small : look.body
    font.weight: role === "title" || role === "strong" ? Font.DemiBold : Font.Normal
    lineHeight: role === "title" ? 1.04 : 1.12
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    horizontalAlignment: Text.AlignLeft
    Accessible.role: role === "title" ? Accessible.Heading : Accessible.StaticText
    Accessible.name: text
    Accessible.ignored: text === ""
}
