import QtQuick

// An icon, what happened, what to do now, and the ways on.
Stage {
    id: message

    readonly property bool centred: alone

    alone: view.actions.length === 0

    words: [
        Item {
            width: parent.width
            height: badge.visible ? badge.height : scanner.visible ? scanner.height : 0

            Rectangle {
                id: badge

                visible: view.icon !== "" && view.icon !== "scan"
                x: message.centred ? (parent.width - width) / 2 : 0
                width: look.mm * (message.centred ? 44 : 34)
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

            ScannerPicture {
                id: scanner

                visible: view.icon === "scan"
                size: look.portrait && !look.reach ? look.mm * 96 : look.mm * 64
            }
        },
        Words {
            role: "title"
            text: view.title
            width: parent.width
            horizontalAlignment: message.centred ? Text.AlignHCenter : Text.AlignLeft
        },
        Words {
            text: view.lead
            width: parent.width
            font.pixelSize: look.body * 1.1
            horizontalAlignment: message.centred ? Text.AlignHCenter : Text.AlignLeft
        },
        Repeater {
            model: view.lines

            Words {
                required property string modelData

                text: modelData
                width: parent ? parent.width : 0
                color: look.inkSoft
                horizontalAlignment: message.centred ? Text.AlignHCenter : Text.AlignLeft
            }
        },
        Notice {
            text: view.notice
            width: parent.width
        },
        Notice {
            text: view.bar ? view.bar.words : ""
            tone: "plain"
            width: parent.width
        }
    ]

    actions: Column {
        id: ways

        readonly property int count: view.actions.length

        width: parent.width
        y: look.reach ? Math.max(0, message.room - height) : look.portrait ? 0 : Math.max(0, (message.room - height) * 0.35)
        spacing: look.gap

        Repeater {
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
                width: ways.width
                height: Math.max(implicitHeight, Math.min(look.mm * 34, (message.room - (ways.count - 1) * look.gap) / ways.count))
            }
        }
    }
}
