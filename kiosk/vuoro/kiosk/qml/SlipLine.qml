import QtQuick

// Where the slip comes out, or how to go without one.
Item {
    id: line

    property var shown
    readonly property bool byPhone: shown.follow_url !== ""

    Rectangle {
        id: box

        visible: line.shown.slip !== ""
        width: parent.width
        height: Math.min(parent.height, Math.max(look.mm * 30, (line.byPhone ? code.height : 0) + look.gap * 2, words.implicitHeight + look.gap * 2))
        radius: look.radius
        color: look.surface
        border.width: look.stroke
        border.color: line.shown.slip_tone === "warn" ? look.warn : look.line

        Icon {
            id: arrow

            visible: !line.byPhone
            x: look.gap * 1.5
            name: line.shown.slip_icon
            size: look.mm * 18
            color: look.brand
            anchors.verticalCenter: parent.verticalCenter
        }

        Rectangle {
            id: code

            visible: line.byPhone
            x: look.gap
            width: look.mm * (look.portrait ? 62 : 52)
            height: width
            color: "#FFFFFF"
            anchors.verticalCenter: parent.verticalCenter

            Image {
                objectName: "follow-code"
                anchors.fill: parent
                source: line.byPhone ? "image://code/" + encodeURIComponent(line.shown.follow_url) : ""
                sourceSize: Qt.size(width, height)
                smooth: false
                asynchronous: true
                Accessible.role: Accessible.Graphic
                Accessible.name: line.shown.slip
            }
        }

        Words {
            id: words

            x: line.byPhone ? code.x + code.width + look.gap * 1.5 : arrow.x + arrow.size + look.gap * 1.5
            width: parent.width - x - look.gap
            text: line.shown.slip
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
