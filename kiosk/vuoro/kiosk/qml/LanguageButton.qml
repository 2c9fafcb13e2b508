import QtQuick

// A language by its own name; the chosen one has a tick, weight and a thicker edge, not colour alone.
Touchable {
    id: control

    property string text
    // Narrow ones have the tick above the word.
    readonly property bool narrow: width < look.mm * 75 && height > look.mm * 30

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
        x: control.narrow ? (control.width - width) / 2 : look.rtl ? control.width - width - look.mm * 3 : look.mm * 3
        y: control.narrow ? look.mm * 2 : (control.height - height) / 2
    }

    Words {
        readonly property real beside: tick.visible && !control.narrow ? tick.width + look.mm * 3 : 0

        x: look.mm + (look.rtl ? 0 : beside)
        width: control.width - 2 * look.mm - beside
        height: parent.height
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        text: control.text
        font.pixelSize: Math.max(look.least, Math.min(look.body, look.mm * 13))
        wrapMode: Text.WordWrap
        fontSizeMode: Text.Fit
        lineHeight: 1
        minimumPixelSize: look.mm * 8
        font.weight: control.checked ? Font.DemiBold : Font.Normal
        color: control.checked ? look.brand : look.ink
        Accessible.ignored: true
    }
}
