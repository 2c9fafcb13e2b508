import QtQuick

// A keypad with what is typed above it.
Stage {
    id: pad

    headroom: 14
    needed: shown.rows.length * (look.mm * 20 + look.gap) + look.button
    readonly property var shown: view.pad
    readonly property int cells: shown.groups.reduce((sum, group) => sum + group.length, 0)

    words: [
        Words {
            role: "title"
            text: view.title
            width: parent.width
        },
        Words {
            text: view.lead
            width: parent.width
            color: look.inkSoft
        },
        Row {
            id: field

            readonly property real apart: look.mm * 5.5
            readonly property real close: look.mm * 1.2
            readonly property real cell: Math.min(look.mm * 24,
                (parent.width - apart * (pad.shown.groups.length - 1) - close * (pad.cells - pad.shown.groups.length)) / pad.cells)

            spacing: apart
            Accessible.role: Accessible.EditableText
            Accessible.name: pad.shown.spoken

            Repeater {
                model: pad.shown.groups

                Row {
                    id: group

                    required property var modelData

                    spacing: field.close

                    Repeater {
                        model: group.modelData

                        Rectangle {
                            required property string modelData

                            width: field.cell
                            height: Math.max(look.mm * 25, look.body * 1.5)
                            radius: look.mm * 2.5
                            color: look.surface
                            border.width: modelData === " " ? look.stroke / 2 : look.stroke
                            border.color: modelData === " " ? look.edge : look.brand

                            Words {
                                anchors.centerIn: parent
                                role: "strong"
                                text: parent.modelData === " " ? "" : parent.modelData
                                font.pixelSize: Math.min(look.body * 1.15, field.cell * 0.95)
                                Accessible.ignored: true
                            }
                        }
                    }
                }
            }
        },
        Notice {
            text: view.notice
            tone: view.noticeTone
            keepsRoom: !look.portrait
            width: parent.width
        }
    ]

    actions: Item {
        id: board

        readonly property bool pin: pad.shown.kind === "pin"
        readonly property int rows: pad.shown.rows.length
        readonly property real key: Math.max(look.mm * 20,
            Math.min(look.mm * (look.portrait ? 44 : 34), (pad.room - confirm.implicitHeight - look.gap * rows) / rows))

        width: board.pin ? Math.min(parent.width, look.mm * 200) : parent.width
        height: keys.height + look.gap + confirm.height
        x: (parent.width - width) / 2
        y: look.reach ? Math.max(0, pad.room - height) : look.portrait ? 0 : Math.max(0, (pad.room - height) / 2)

        Column {
            id: keys

            spacing: look.gap

            Repeater {
                model: pad.shown.rows

                KeyRow {
                    required property var modelData

                    symbols: modelData
                    first: pad.shown.rows[0]
                    width: board.width
                    height: board.key
                }
            }
        }

        Button {
            id: confirm

            readonly property var action: view.actions[0]

            button: action.button
            text: action.text
            icon: action.icon
            primary: action.enabled
            y: keys.height + look.gap
            width: parent.width
            height: Math.max(look.button, Math.min(look.mm * 34, board.key * 1.1))
        }
    }
}
