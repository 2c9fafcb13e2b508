import QtQuick

// One of the few choices of a simple screen: a pictogram with its word, below it where it is high.
Touchable {
    id: way

    property string text
    property string icon
    property bool primary: false
    readonly property bool tall: height > look.mm * 62
    readonly property color ink: primary ? look.brandInk : look.brand

    words: text
    implicitHeight: label.implicitHeight + look.mm * 4

    Rectangle {
        anchors.fill: parent
        radius: look.radius
        color: way.primary ? (way.down ? look.brandDown : look.brand) : (way.down ? look.surfaceDown : look.surface)
        border.width: way.primary ? 0 : look.stroke * 1.5
        border.color: look.brand
    }

    Icon {
        id: picture

        name: way.icon
        size: way.tall ? Math.min(look.mm * 44, way.height - label.height - look.gap * 4) : Math.min(look.mm * 30, way.height - look.mm * 4)
        color: way.ink
        x: way.tall ? (way.width - width) / 2 : look.rtl ? way.width - width - look.gap * 2 : look.gap * 2
        y: way.tall ? (way.height - height - label.height - look.gap) / 2 : (way.height - height) / 2
    }

    Words {
        id: label

        // Before it is known how high the button is, as if the picture were beside the word.
        readonly property real beside: look.mm * 30 + look.gap * 3

        role: "strong"
        text: way.text
        color: way.primary ? look.brandInk : look.ink
        font.pixelSize: look.body * 1.2
        width: way.tall ? way.width - look.gap * 2 : way.width - beside - look.gap
        horizontalAlignment: way.tall ? Text.AlignHCenter : Text.AlignLeft
        x: way.tall ? look.gap : look.rtl ? look.gap : beside
        y: way.tall ? picture.y + picture.height + look.gap : (way.height - height) / 2
        Accessible.ignored: true
    }
}
