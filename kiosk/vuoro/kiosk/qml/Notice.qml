import QtQuick

// A sentence that must be seen: icon, words, and a frame; never colour alone.
Item {
    id: notice

    property string text
    property string tone: "plain"
    property bool keepsRoom: false
    readonly property color ink: tone === "warn" ? look.warn : tone === "good" ? look.good : tone === "bad" ? look.bad : look.ink

    visible: text !== "" || keepsRoom
    height: visible ? Math.max(words.implicitHeight, look.body * 1.3) + look.gap * 1.4 : 0

    Rectangle {
        anchors.fill: parent
        visible: notice.text !== ""
        radius: look.radius * 0.75
        color: look.surface
        border.width: look.stroke
        border.color: notice.tone === "plain" ? look.edge : notice.ink
    }

    Icon {
        id: picture

        anchors.left: parent.left
        anchors.leftMargin: look.gap
        visible: notice.text !== ""
        name: notice.tone === "good" ? "check" : notice.tone === "plain" ? "info" : "warn"
        color: notice.ink
        size: look.body * 1.2
        anchors.verticalCenter: parent.verticalCenter
    }

    Words {
        id: words

        anchors.left: picture.right
        anchors.leftMargin: look.gap
        width: notice.width - picture.size - look.gap * 3
        text: notice.text
        color: notice.ink
        anchors.verticalCenter: parent.verticalCenter
        Accessible.role: Accessible.AlertMessage
    }
}
