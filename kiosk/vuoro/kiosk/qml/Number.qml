import QtQuick

// The number, a third of the height; then what to do with it.
Stage {
    id: screen

    readonly property var shown: view.number
    // In reach mode what is only to be read stays above what can be touched.
    readonly property real slip: shown.slip === "" || look.reach ? 0 : line.least + look.gap

    share: 0.52
    needed: buttons.least + slip

    words: Grid {
        id: both

        // In reach mode a glass that lies has room beside the number, not below it.
        columns: look.reach && !look.portrait ? 2 : 1
        spacing: look.gap
        width: parent.width

        Rectangle {
            id: frame

            width: both.columns === 2 ? both.width * 0.45 : both.width
            height: both.columns === 2 ? screen.wordsRoom
                    : Math.max(look.title * 1.5 + label.height + look.gap,
                               Math.min(look.height * (look.portrait ? 1 / 3 : 0.4), screen.wordsRoom - sentences.implicitHeight - look.gap))
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
                width: parent.width - look.mm * 20
                x: look.mm * 10
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
        }

        Column {
            id: sentences

            width: both.columns === 2 ? both.width * 0.55 - look.gap : both.width
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

            SlipLine {
                id: above

                visible: look.reach && shown.slip !== ""
                shown: screen.shown
                width: parent.width
                height: least
            }
        }
    }

    actions: Item {
        anchors.fill: parent

        SlipLine {
            id: line

            visible: !look.reach && shown.slip !== ""
            shown: screen.shown
            width: parent.width
            height: Math.max(0, parent.height - buttons.height - look.gap)
        }

        Grid {
            id: buttons

            readonly property int rows_: Math.ceil(view.actions.length / columns)
            readonly property real tallest: {
                let most = look.button
                for (let i = 0; i < ways.count; i++)
                    most = Math.max(most, ways.itemAt(i) ? ways.itemAt(i).implicitHeight : 0)
                return most
            }
            readonly property real least: {
                let sum = (rows_ - 1) * look.gap
                for (let i = 0; i < ways.count; i++)
                    sum += ways.itemAt(i) ? Math.max(ways.itemAt(i).implicitHeight, ways.itemAt(i).usual) : 0
                return columns > 1 ? tallest : sum
            }

            width: parent.width
            y: parent.height - height
            columns: look.reach && !look.portrait ? Math.max(1, view.actions.length) : 1
            spacing: look.gap

            Repeater {
                id: ways

                model: view.actions

                Button {
                    required property var modelData
                    readonly property real usual: look.reach ? look.button : look.mm * (primary ? 32 : 24)

                    button: modelData.button
                    text: modelData.text
                    icon: modelData.icon
                    primary: modelData.tone === "primary"
                    sub: primary && view.bar ? view.bar.words : ""
                    remaining: primary && view.bar ? view.bar.left / view.bar.span : -1
                    width: (buttons.width - (buttons.columns - 1) * look.gap) / buttons.columns
                    height: buttons.columns > 1 ? buttons.tallest : Math.max(implicitHeight, usual)
                }
            }
        }
    }
}
