import QtQuick

// The number, a third of the height; then what to do with it.
Stage {
    id: screen

    readonly property var shown: view.number
    // In reach mode what is only to be read stays above what can be touched.
    readonly property real slip: shown.slip === "" ? 0 : (look.reach ? above.least : line.least) + look.gap

    share: 0.52
    needed: buttons.least + (look.reach ? 0 : slip)

    words: [
        Rectangle {
            id: frame

            width: parent.width
            height: Math.max(look.title * 1.5 + label.height + look.gap,
                             Math.min(look.height * (look.portrait ? 1 / 3 : 0.4),
                                      screen.wordsRoom - sentences.implicitHeight - look.gap - (look.reach ? screen.slip : 0)))
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
                y: label.y + label.height
                width: parent.width - look.gap * 4
                x: look.gap * 2
                height: parent.height - y - look.gap / 2
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
                Accessible.role: Accessible.Heading
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
        },
        SlipLine {
            id: above

            visible: look.reach && shown.slip !== ""
            shown: screen.shown
            width: parent.width
            height: least
        }
    ]

    actions: Item {
        anchors.fill: parent

        SlipLine {
            id: line

            visible: !look.reach && shown.slip !== ""
            shown: screen.shown
            width: parent.width
            height: Math.max(0, parent.height - buttons.height - look.gap)
        }

        Column {
            id: buttons

            readonly property real least: {
                let sum = (view.actions.length - 1) * look.gap
                for (let i = 0; i < ways.count; i++)
                    sum += ways.itemAt(i) ? Math.max(ways.itemAt(i).implicitHeight, look.button) : 0
                return sum
            }

            width: parent.width
            y: parent.height - height
            spacing: look.gap

            Repeater {
                id: ways

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
                    height: Math.max(implicitHeight, look.reach ? look.button : look.mm * (primary ? 32 : 24))
                }
            }
        }
    }
}
