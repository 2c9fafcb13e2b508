import QtQuick

// A language by its own name; the chosen one has a tick, weight and a bar, not colour alone.
Touchable {
    id: control

    property string text

    button: "language"
    words: text
    checkable: true

    Rectangle {
        anchors.fill: parent
        radius: look.radius * 0.75
        color: control.down ? look.surfaceDown : look.surface
        border.width: control.checked ? look.stroke * 2 : look.stroke
        border.color: control.checked ? look.brand : look.edge
    }

    Row {
        anchors.centerIn: parent
        spacing: look.mm * 2.5

        Icon {
            visible: control.checked
            name: "check"
            color: look.brand
            size: look.mm * 9
            anchors.verticalCenter: parent.verticalCenter
        }

        Words {
            text: control.text
            font.pixelSize: Math.min(look.body, look.mm * 12.5)
            font.weight: control.checked ? Font.DemiBold : Font.Normal
            color: control.checked ? look.brand : look.ink
            anchors.verticalCenter: parent.verticalCenter
            Accessible.ignored: true
        }
    }
}
