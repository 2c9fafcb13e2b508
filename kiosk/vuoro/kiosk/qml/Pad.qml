import QtQuick

// A keypad with what is typed above it.
Stage {
    id: pad

    readonly property var shown: view.pad
    readonly property bool flat: look.reach && !look.portrait
    readonly property var rows: flat ? flattened() : shown.rows

    wide: true
    headroom: 14
    needed: rows.length * (look.mm * 20 + look.gap) + (look.reach ? -look.gap : look.button)
    readonly property int cells: shown.groups.reduce((sum, group) => sum + group.length, 0)

    // Digits in one row, letters in another: for the lowest third of a glass that lies.
    function flattened() {
        const all = [].concat(...shown.rows).filter(symbol => symbol !== "gap")
        const letters = all.filter(symbol => /^[A-Z]$/.test(symbol))
        const digits = all.filter(symbol => /^[0-9]$/.test(symbol)).sort()
        const signs = all.filter(symbol => symbol === "-" || symbol === "+")
        return [digits.concat(signs, "erase"), letters].filter(row => row.length > 0)
    }

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

            readonly property bool unmirrored: true

            LayoutMirroring.enabled: false
            LayoutMirroring.childrenInherit: true
            x: look.rtl ? parent.width - width : 0
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
                                font.pixelSize: Math.max(look.least, Math.min(look.body * 1.15, field.cell * 0.95))
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
        readonly property int rows: pad.rows.length
        // In reach mode it is beside back and start again, below the keys.
        readonly property real below: look.reach ? 0 : confirm.height + look.gap
        readonly property real key: Math.max(look.mm * 20,
            Math.min(look.mm * (look.portrait ? 44 : 34), (pad.room - (look.reach ? 0 : confirm.implicitHeight + look.gap) - look.gap * (rows - 1)) / rows))

        width: board.pin && !pad.flat ? Math.min(parent.width, look.mm * 200) : parent.width
        height: keys.height + below
        x: look.reach ? (look.left ? 0 : parent.width - width) : (parent.width - width) / 2
        y: look.reach ? Math.max(0, pad.room - height) : look.portrait ? 0 : Math.max(0, (pad.room - height) / 2)

        Column {
            id: keys

            spacing: look.gap

            Repeater {
                model: pad.rows

                KeyRow {
                    required property var modelData

                    symbols: modelData
                    // The erase key of a flat pad is two keys wide.
                    first: !pad.flat ? pad.rows[0] : modelData.indexOf("erase") < 0 ? modelData : modelData.concat("erase")
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
            y: look.reach ? pad.room - board.y + look.gap : keys.height + look.gap
            x: look.reach && !look.left ? parent.width - width : 0
            width: look.reach ? pad.width - 2 * (Math.min(look.nav, (pad.width - 2 * look.gap) / 3) + look.gap) : parent.width
            height: look.reach ? look.button : Math.max(look.button, Math.min(look.mm * 34, board.key * 1.1))
            compact: look.reach
        }
    }
}
