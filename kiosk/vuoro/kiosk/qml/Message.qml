import QtQuick

// An icon, what happened, what to do now, and the ways on.
Stage {
    id: message

    readonly property bool centred: alone
    readonly property bool pictured: view.icon === "scan"
    readonly property bool listed: view.actions.length > 2
    readonly property real lowest: !look.portrait ? height - (view.navShown ? look.button + look.gap : 0)
                                   : look.reach ? reachable : floor - needed
    readonly property real spare: lowest - look.mm * 8 - sentences.height - look.gap * 2

    headroom: pictured ? 8 : 26
    needed: ways.count * (ways.tallest + look.gap) - look.gap
    alone: view.actions.length === 0

    words: [
        Item {
            width: parent.width
            height: message.pictured ? panel.height : view.code !== "" ? code.height : view.icon !== "" ? badge.height : 0

            Rectangle {
                id: badge

                visible: view.icon !== "" && view.code === "" && !message.pictured
                x: message.centred ? (parent.width - width) / 2 : 0
                width: look.mm * (message.centred || look.portrait && !look.reach ? 48 : 34)
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
                anchors.left: message.centred ? undefined : parent.left
                anchors.horizontalCenter: message.centred ? parent.horizontalCenter : undefined
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
                    asynchronous: true
                    Accessible.role: Accessible.Graphic
                    Accessible.name: view.title
                }
            }

            Rectangle {
                id: panel

                visible: message.pictured
                width: look.portrait || view.camera && !message.alone ? parent.width
                       : view.camera ? parent.width * 0.5 : scanner.size + look.gap * 4
                x: message.centred ? (parent.width - width) / 2 : 0
                height: Math.max(scanner.size + look.gap * 4, Math.min(message.spare, scanner.wanted))
                radius: look.radius
                color: look.surface
                border.width: look.stroke
                border.color: look.line

                Viewfinder {
                    id: scanner

                    anchors.fill: parent
                    size: look.mm * (look.portrait && !look.reach ? 120 : 76)
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

    actions: Column {
        id: ways

        readonly property int count: view.actions.length
        readonly property real tallest: {
            let most = look.button
            for (let i = 0; i < buttons.count; i++)
                most = Math.max(most, buttons.itemAt(i) ? buttons.itemAt(i).implicitHeight : 0)
            return most
        }

        width: parent.width
        y: look.reach ? Math.max(0, message.room - height) : look.portrait ? 0 : Math.max(0, (message.room - height) * 0.3)
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
                width: ways.width
                height: Math.max(ways.tallest, Math.min(look.mm * (message.listed ? 38 : 32), (message.room - (ways.count - 1) * look.gap) / ways.count))
            }
        }
    }
}
