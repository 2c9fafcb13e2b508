import QtQuick

// The number, a third of the height; then what to do with it.
Stage {
    id: screen

    readonly property var shown: view.number

    share: 0.52

    words: [
        Rectangle {
            width: parent.width
            height: look.height / 3
            radius: look.radius
            color: look.surface
            border.width: look.stroke
            border.color: look.brand

            Words {
                id: label

                y: look.gap
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: screen.shown.label
                color: look.inkSoft
            }

            Words {
                objectName: "number"
                y: label.y + label.height * 0.9
                width: parent.width - look.gap * 4
                x: look.gap * 2
                height: parent.height - y
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
                text: screen.shown.number
                color: look.brand
                lineHeight: 1
                wrapMode: Text.NoWrap
                fontSizeMode: Text.Fit
                font.pixelSize: look.height
                minimumPixelSize: look.title
                font.weight: Font.Bold
                font.features: ({ "tnum": 1 })
            }
        },
        Words {
            role: "strong"
            text: view.title
            width: parent.width
            font.pixelSize: look.body * 1.25
            topPadding: look.mm * 2
        },
        Words {
            text: view.lead
            width: parent.width
        },
        Repeater {
            model: view.lines

            Words {
                required property string modelData
                required property int index

                role: index === 0 ? "strong" : "body"
                text: modelData
                color: index === 0 ? look.brand : look.inkSoft
                width: parent ? parent.width : 0
            }
        }
    ]

    actions: Item {
        anchors.fill: parent

        SlipLine {
            shown: screen.shown
            width: parent.width
            height: Math.max(0, parent.height - buttons.height - look.gap)
        }

        Column {
            id: buttons

            width: parent.width
            y: parent.height - height
            spacing: look.gap

            Repeater {
                model: view.actions

                Button {
                    required property var modelData

                    button: modelData.button
                    text: modelData.text
                    icon: modelData.icon
                    primary: modelData.tone === "primary"
                    sub: primary && view.bar ? view.bar.words : ""
                    remaining: primary && view.bar ? view.bar.left / view.bar.span : -1
                    width: buttons.width
                    height: Math.max(implicitHeight, look.mm * (primary ? 32 : 24))
                }
            }
        }
    }
}
