import QtQuick

// Where the slip comes out, or how to go without one.
Item {
    id: line

    property var shown
    readonly property real least: shown.slip === "" ? 0 : Math.max(look.mm * (look.reach ? 26 : 40), byPhone ? code.height + look.gap * 2 : 0, words.implicitHeight + look.gap * 2)
    readonly property bool byPhone: shown.follow_url !== ""

    Rectangle {
        id: box

        width: parent.width
        height: Math.max(line.least, Math.min(parent.height, look.mm * 62))
        radius: look.radius
        color: look.surface
        border.width: look.stroke
        border.color: line.shown.slip_tone === "warn" ? look.warn : look.edge

        Icon {
            id: arrow

            visible: !line.byPhone
            anchors.left: parent.left
            anchors.leftMargin: look.gap * 3
            name: line.shown.slip_icon
            size: look.mm * (look.reach ? 20 : 30)
            color: look.brand
            anchors.verticalCenter: parent.verticalCenter
        }

        Rectangle {
            id: code

            visible: line.byPhone
            anchors.left: parent.left
            anchors.leftMargin: look.gap
            width: look.mm * (look.portrait ? 62 : 54)
            height: width
            color: "#FFFFFF"
            anchors.verticalCenter: parent.verticalCenter

            Image {
                objectName: "follow-code"
                anchors.fill: parent
                source: line.byPhone && line.visible ? "image://code/" + encodeURIComponent(line.shown.follow_url) : ""
                sourceSize: Qt.size(width, height)
                smooth: false
                Accessible.role: Accessible.Graphic
                Accessible.name: line.shown.slip
            }
        }

        Words {
            id: words

            readonly property real beside: line.byPhone ? code.width + look.gap * 2.5 : arrow.size + look.gap * 5

            anchors.left: parent.left
            anchors.leftMargin: beside
            width: parent.width - beside - look.gap
            text: line.shown.slip
            font.pixelSize: line.byPhone ? look.body : look.body * 1.15
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
