import QtQuick

// Where the slip comes out, or how to go without one.
Item {
    id: line

    property var shown
    readonly property real least: shown.slip === "" ? 0 : Math.max(look.mm * 50, byPhone ? code.height + look.gap * 2 : 0, words.implicitHeight + look.gap * 2)
    readonly property bool byPhone: shown.follow_url !== ""

    Rectangle {
        id: box

        visible: line.shown.slip !== ""
        width: parent.width
        height: Math.max(line.least, Math.min(parent.height, look.mm * 62))
        radius: look.radius
        color: look.surface
        border.width: look.stroke
        border.color: line.shown.slip_tone === "warn" ? look.warn : look.line

        Icon {
            id: arrow

            visible: !line.byPhone
            x: look.gap * 3
            name: line.shown.slip_icon
            size: look.mm * 30
            color: look.brand
            anchors.verticalCenter: parent.verticalCenter
        }

        Rectangle {
            id: code

            visible: line.byPhone
            x: look.gap
            width: look.mm * (look.portrait ? 58 : 50)
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

            x: line.byPhone ? code.x + code.width + look.gap * 1.5 : arrow.x + arrow.size + look.gap * 3
            width: parent.width - x - look.gap
            text: line.shown.slip
            font.pixelSize: line.byPhone ? look.body : look.body * 1.15
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
