// An earlier call: its number and its counter, on one line or, where counters have names, on two.
import QtQuick

Item {
    id: row
    required property var look
    required property var at
    required property var call
    property real size: 10
    property bool ruled: true

    Rectangle {
        visible: row.ruled
        width: parent.width
        height: Math.max(1, row.at.unit * 2)
        color: row.look.line
    }
    Item {
        width: parent.width
        height: number.height + (row.at.named ? place.height + row.size * 0.1 : 0)
        anchors.verticalCenter: parent.verticalCenter

        Caps {
            id: number
            look: row.look
            size: row.size
            text: row.call.number
            color: row.look.ink
            weight: Font.DemiBold
        }
        Caps {
            visible: !row.at.named
            anchors.right: parent.right
            look: row.look
            size: row.size
            text: row.call.counter
            color: row.look.brand
            weight: Font.Bold
        }
        Text {
            id: place
            visible: row.at.named
            anchors.bottom: parent.bottom
            width: parent.width
            height: font.pixelSize * 1.1
            verticalAlignment: Text.AlignVCenter
            text: row.call.place
            color: row.look.brand
            font.family: row.look.family
            font.weight: Font.DemiBold
            font.pixelSize: Math.max(1, Math.round(row.size * row.at.name_em))
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Math.max(1, Math.round(row.size * row.at.name_em * 0.6))
            textFormat: Text.PlainText
            elide: Text.ElideRight
        }
    }
}
