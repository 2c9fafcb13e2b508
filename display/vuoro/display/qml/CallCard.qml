// The newest call: its number as large as it gets, an arrow, the counter.
import QtQuick

Rectangle {
    id: card
    required property var look
    required property var at
    required property var call
    property int serial: 0
    property bool accent: false
    property bool ready: false
    readonly property real inner: width - 2 * at.card_padding
    // In a tall card a name has the whole width, below its arrow.
    readonly property bool under: at.named && height > width
    radius: at.unit * look.radius
    color: look.brand

    onSerialChanged: if (ready) slide.restart()
    Component.onCompleted: ready = true

    Rectangle {
        visible: card.accent
        x: card.at.unit * 14
        y: card.at.unit * 40
        width: card.at.unit * 14
        height: parent.height - 2 * y
        radius: width / 2
        color: card.look.accent
    }
    Item {
        id: content
        x: card.at.card_padding
        width: card.inner
        height: parent.height

        Caps {
            id: number
            readonly property real more: names.visible && !names.beside ? names.height + card.at.counter_font * 0.26 : 0
            readonly property real spare: content.height - height - counter.height - more
            y: spare * 0.36
            look: card.look
            size: card.at.number_font
            text: card.call.number
            color: card.look.brandInk
            weight: Font.Bold
        }
        Item {
            id: counter
            y: number.y + number.height + number.spare * 0.28
            width: parent.width
            height: card.at.counter_font * card.look.cap

            Arrow {
                id: arrow
                y: card.under ? 0 : (parent.height - height) / 2
                x: card.at.number_font * 0.03
                size: card.at.counter_font * (card.at.named ? 0.5 : 0.66)
                color: card.look.brandInk
            }
            Text {
                id: label
                readonly property bool isName: text.length > 3
                x: card.under ? arrow.x : arrow.x + arrow.width + card.at.counter_font * 0.2
                y: card.under ? arrow.height + card.at.counter_font * 0.15 : (parent.height - height) / 2
                width: Math.min(implicitWidth, parent.width - x)
                height: isName ? parent.height * (card.under ? 1.5 : 1.2) : implicitHeight
                verticalAlignment: Text.AlignVCenter
                text: card.call.counter
                color: card.look.brandInk
                font.family: card.look.family
                font.weight: Font.Bold
                font.features: ({ "tnum": 1 })
                font.pixelSize: Math.max(1, Math.round(card.at.counter_font))
                fontSizeMode: isName ? Text.Fit : Text.HorizontalFit
                minimumPixelSize: Math.max(1, Math.round(card.at.counter_font * 0.2))
                wrapMode: isName ? Text.WordWrap : Text.NoWrap
                textFormat: Text.PlainText
            }
            Column {
                id: names
                // Beside the counter where they fit, else below it.
                readonly property real after: label.x + label.width + card.at.counter_font * 0.22
                readonly property bool beside: after + implicitWidth <= parent.width
                visible: !card.at.named
                x: beside ? after : arrow.x
                y: beside ? (parent.height - height) / 2 : parent.height + card.at.counter_font * 0.26
                Repeater {
                    model: card.at.named ? [] : card.call.names
                    Text {
                        required property string modelData
                        text: modelData
                        color: card.look.brandInk
                        font.family: card.look.family
                        font.weight: Font.Medium
                        font.pixelSize: Math.max(1, Math.round(card.at.counter_font * 0.2))
                        textFormat: Text.PlainText
                    }
                }
            }
        }
    }
    ParallelAnimation {
        id: slide
        NumberAnimation {
            target: content
            property: "x"
            from: card.at.card_padding - card.at.unit * 56
            to: card.at.card_padding
            duration: card.look.motion
            easing.type: Easing.OutCubic
        }
        NumberAnimation {
            target: content
            property: "opacity"
            from: 0.2
            to: 1
            duration: card.look.motion
        }
    }
}
