import QtQuick

// A language by its own name; the chosen one has a tick, weight and a thicker edge, not colour alone.
Touchable {
    id: control

    property string text
    // Narrow and low ones need their width for the word: the tick is above it.
    readonly property bool low: height < look.mm * 30
    readonly property bool narrow: low || width < look.mm * 75

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
        size: look.mm * (control.low ? 6.5 : 8.5)
        x: control.narrow ? (control.width - width) / 2 : look.rtl ? control.width - width - look.mm * 3 : look.mm * 3
        y: control.narrow ? look.mm * (control.low ? 1.3 : 2) : (control.height - height) / 2
    }

    Words {
        readonly property real beside: tick.visible && !control.narrow ? tick.width + look.mm * 3 : 0

        x: look.mm + (look.rtl ? 0 : beside)
        width: control.width - 2 * look.mm - beside
        y: tick.visible && control.low ? look.mm * 4.2 : 0
        height: parent.height - y
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        text: control.text
        font.pixelSize: control.narrow && control.checked ? look.least : Math.max(look.least, Math.min(look.body, look.mm * 13))
        wrapMode: Text.WordWrap
        fontSizeMode: Text.Fit
        lineHeight: 1
        minimumPixelSize: look.mm * 8
        font.weight: control.checked ? Font.DemiBold : Font.Normal
        color: control.checked ? look.brand : look.ink
        Accessible.ignored: true
    }
}
