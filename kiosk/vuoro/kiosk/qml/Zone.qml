import QtQuick

// A quarter of the glass. It acts when the finger is lifted, wherever in it that is.
Touchable {
    id: zone

    property string icon
    property bool primary: false
    readonly property color ink: primary ? look.brandInk : look.ink

    button: "zone"

    Rectangle {
        anchors.fill: parent
        color: zone.primary ? (zone.down ? look.brandDown : look.brand) : (zone.down ? look.surfaceDown : look.surface)
        border.width: zone.primary ? 0 : look.stroke
        border.color: look.edge
    }

    Column {
        anchors.centerIn: parent
        width: parent.width - look.gap * 4
        spacing: look.gap * 1.5

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: zone.icon
            size: look.mm * 42
            color: zone.primary ? look.brandInk : look.brand
        }

        Words {
            role: "title"
            text: zone.words
            color: zone.ink
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: look.body
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
