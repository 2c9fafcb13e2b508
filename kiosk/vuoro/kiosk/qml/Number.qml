import QtQuick

// The number, a third of the height; then what to do with it.
Stage {
    id: screen

    readonly property var shown: view.number

    share: 0.52
    needed: line.least + look.gap + buttons.implicitHeight

    words: [
        Rectangle {
            width: parent.width
            height: Math.min(look.height * (look.portrait ? 1 / 3 : 0.4), screen.floor - sentences.implicitHeight - look.gap * 2
                             - (look.portrait ? screen.needed + look.gap + look.mm * screen.headroom : 0))
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
        Column {
            id: sentences

            width: parent.width
            topPadding: look.mm * 2
            spacing: look.gap * 0.8

            Words {
                role: "strong"
                text: view.title
                width: parent.width
                font.pixelSize: look.body * 1.25
            }

            Words {
                text: view.lead
                width: parent.width
            }

            Repeater {
                model: view.lines

                Words {
                    required property string modelData

                    role: "strong"
                    text: modelData
                    color: look.brand
                    font.pixelSize: look.body * 1.15
                    width: sentences.width
                }
            }
        }
    ]

    actions: Item {
        anchors.fill: parent

        SlipLine {
            id: line

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
