import QtQuick

// An icon, what happened, what to do now, and the ways on.
Stage {
    id: message

    readonly property bool centred: alone
    readonly property bool pictured: view.icon === "scan"
    readonly property bool listed: view.actions.length > 2
    readonly property real spare: wordsRoom - sentences.height - look.gap * 2

    // Where a picture so wide begins.
    function start(wide) {
        return centred ? (message.width - wide) / 2 : look.rtl ? words_.width - wide : 0
    }

    headroom: pictured ? 8 : 26
    needed: ways.even ? ways.uniform : ways.least
    alone: view.actions.length === 0
    overflow: ways.overflow

    words: [
        Item {
            id: words_

            width: parent.width
            height: message.pictured ? panel.height : view.code !== "" ? code.height : view.icon !== "" ? badge.height : 0

            Rectangle {
                id: badge

                visible: view.icon !== "" && view.code === "" && !message.pictured
                x: message.start(width)
                width: look.mm * (message.centred || look.portrait ? 48 : 34)
                height: width
                radius: width / 2
                color: look.surface
                border.width: look.stroke
                border.color: view.tone === "good" ? look.good : look.brand

                Icon {
                    anchors.centerIn: parent
                    name: badge.visible ? view.icon : ""
                    size: parent.width * 0.5
                    color: view.tone === "good" ? look.good : look.brand
                }
            }

            Rectangle {
                id: code

                visible: view.code !== ""
                x: message.start(width)
                width: Math.max(look.mm * 60, Math.min(look.mm * 110, parent.width, message.spare))
                height: width
                color: "#FFFFFF"

                Image {
                    objectName: "door-code"
                    anchors.centerIn: parent
                    width: parent.width
                    height: width
                    source: code.visible ? "image://code/" + encodeURIComponent(view.code) : ""
                    sourceSize: Qt.size(width, height)
                    fillMode: Image.Pad
                    smooth: false
                    Accessible.role: Accessible.Graphic
                    Accessible.name: view.title
                }
            }

            Rectangle {
                id: panel

                visible: message.pictured
                width: look.portrait && !look.reach || view.camera && !message.alone ? parent.width
                       : view.camera ? parent.width * 0.5 : scanner.size + look.gap * 4
                x: message.start(width)
                height: Math.max(look.mm * (view.camera ? 52 : 60) + (view.camera ? scanner.around : 0), Math.min(message.spare, Math.max(scanner.size + look.gap * 4, scanner.wanted)))
                radius: look.radius
                color: look.surface
                border.width: look.stroke
                border.color: look.edge

                Viewfinder {
                    id: scanner

                    anchors.fill: parent
                    size: look.mm * (look.portrait ? 120 : 76)
                }
            }
        },
        Column {
            id: sentences

            width: parent.width
            spacing: look.gap

            Words {
                role: "title"
                text: view.title
                width: parent.width
                horizontalAlignment: message.centred ? Text.AlignHCenter : Text.AlignLeft
            }

            Words {
                text: view.lead
                width: parent.width
                font.pixelSize: look.body * 1.15
                horizontalAlignment: message.centred ? Text.AlignHCenter : Text.AlignLeft
            }

            Repeater {
                model: view.lines

                Words {
                    required property string modelData

                    text: modelData
                    width: parent ? parent.width : 0
                    color: look.inkSoft
                    horizontalAlignment: message.centred ? Text.AlignHCenter : Text.AlignLeft
                }
            }

            Notice {
                text: view.notice
                width: parent.width
            }

            Notice {
                text: view.bar ? view.bar.words : ""
                tone: "plain"
                width: parent.width
            }
        }
    ]

    actions: Grid {
        id: ways

        readonly property int count: view.actions.length
        readonly property int rows_: Math.ceil(count / columns)
        readonly property real tallest: {
            let most = look.button
            for (let i = 0; i < buttons.count; i++)
                most = Math.max(most, buttons.itemAt(i) ? buttons.itemAt(i).implicitHeight : 0)
            return most
        }

        // All as high as the highest where there is room for that.
        readonly property real uniform: rows_ * (tallest + look.gap) - look.gap
        readonly property bool even: columns > 1 || !look.reach || uniform <= look.height - look.low - look.tool * 2 - look.gap * 4
        readonly property real least: {
            let sum = (rows_ - 1) * look.gap
            for (let i = 0; i < buttons.count; i++)
                sum += buttons.itemAt(i) ? buttons.itemAt(i).implicitHeight : 0
            return sum
        }

        readonly property real overflow: {
            let most = 0
            for (let i = 0; i < buttons.count; i++)
                most = Math.max(most, buttons.itemAt(i) ? buttons.itemAt(i).overflow : 0)
            return most
        }

        width: parent.width
        columns: look.reach && !look.portrait && count > 1 ? Math.min(3, count) : 1
        y: look.reach ? Math.max(0, Math.floor(message.room - height)) : look.portrait ? 0 : Math.max(0, (message.room - height) * 0.3)
        spacing: look.gap

        Repeater {
            id: buttons

            model: view.actions

            Button {
                required property var modelData

                button: modelData.button
                value: modelData.value
                text: modelData.text
                sub: modelData.sub
                icon: modelData.icon
                enabled: modelData.enabled
                primary: modelData.tone === "primary"
                listed: message.listed
                width: (ways.width - (ways.columns - 1) * look.gap) / ways.columns
                height: !ways.even ? implicitHeight : Math.max(ways.tallest, Math.min(look.mm * (message.listed ? 38 : 32), (message.room - (ways.rows_ - 1) * look.gap) / ways.rows_))
            }
        }
    }
}
