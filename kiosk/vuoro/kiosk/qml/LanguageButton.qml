import QtQuick

// A language by its own name; the chosen one has a tick, weight and a thicker edge, not colour alone.
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

    Icon {
        id: tick

        visible: control.checked
        name: "check"
        color: look.brand
        size: look.mm * 8.5
        anchors.left: parent.left
        anchors.leftMargin: look.mm * 3
        anchors.verticalCenter: parent.verticalCenter
    }

    Words {
        anchors.left: tick.visible ? tick.right : parent.left
        anchors.right: parent.right
        anchors.margins: look.mm * 1.5
        height: parent.height
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        text: control.text
        font.pixelSize: Math.max(look.least, Math.min(look.body, look.mm * 13))
        fontSizeMode: Text.Fit
        lineHeight: 1
        minimumPixelSize: look.mm * 8
        font.weight: control.checked ? Font.DemiBold : Font.Normal
        color: control.checked ? look.brand : look.ink
        Accessible.ignored: true
    }
}
