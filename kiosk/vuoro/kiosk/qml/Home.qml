import QtQuick

// Two doors, and a hint where the scanner is.
Stage {
    id: stage

    // A third way is a slimmer one below the doors.
    readonly property real third: others.count > 0 && others.itemAt(0) ? others.itemAt(0).height + doors.spacing : 0

    needed: third + doors.tallest * doors.rows_ + doors.spacing * (doors.rows_ - 1) + (look.portrait && !look.reach && hint.visible ? hint.height + look.gap * 3 : 0)

    words: [
        Words {
            role: "title"
            text: view.title
            width: parent.width
            font.pixelSize: look.title * 1.15
        },
        Words {
            text: view.lead
            width: parent.width
            font.pixelSize: look.body * 1.2
            color: look.inkSoft
        },
        Notice {
            text: view.notice
            tone: "plain"
            width: parent.width
        },
        Row {
            visible: view.lines.length > 0 && (look.reach || !look.portrait)
            spacing: look.gap
            width: parent.width

            ScannerPicture {
                size: look.mm * 46
                anchors.verticalCenter: parent.verticalCenter
            }

            Words {
                text: view.lines.length > 0 ? view.lines[0] : ""
                width: parent.width - look.mm * 46 - look.gap
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    ]

    actions: Item {
        anchors.fill: parent

        Grid {
            id: doors

            readonly property real foot: look.portrait && !look.reach && hint.visible ? hint.height + look.gap * 2 : 0
            readonly property int rows_: columns === 2 ? 1 : 2
            readonly property real each: (stage.room - foot - stage.third - spacing * (rows_ - 1)) / rows_
            readonly property real tallest: {
                let most = look.mm * (look.reach ? 40 : 60)
                for (let i = 0; i < each_.count; i++)
                    most = Math.max(most, each_.itemAt(i) ? each_.itemAt(i).implicitHeight : 0)
                return most
            }

            width: parent.width
            columns: look.reach && !look.portrait ? 2 : 1
            spacing: look.gap * (look.reach ? 1 : 1.5)

            Repeater {
                id: each_

                model: view.actions.slice(0, 2)

                Door {
                    required property var modelData

                    button: modelData.button
                    text: modelData.text
                    sub: modelData.sub
                    icon: modelData.icon
                    primary: modelData.tone === "primary"
                    width: (doors.width - (doors.columns - 1) * doors.spacing) / doors.columns
                    height: Math.max(doors.tallest, Math.min(doors.each, look.mm * 162))
                }
            }
        }

        Repeater {
            id: others

            model: view.actions.slice(2)

            Button {
                required property var modelData

                button: modelData.button
                text: modelData.text
                sub: look.reach ? "" : modelData.sub
                icon: modelData.icon
                words: modelData.sub === "" ? text : text + ". " + modelData.sub
                compact: look.reach
                y: doors.height + doors.spacing
                width: parent.width
                height: look.reach ? look.button : Math.max(implicitHeight, look.mm * 26)
            }
        }
    }

    Row {
        id: hint

        visible: view.lines.length > 0 && look.portrait && !look.reach
        y: stage.height - height - look.gap
        width: stage.width
        spacing: look.gap

        ScannerPicture {
            size: look.mm * 46
            anchors.verticalCenter: parent.verticalCenter
        }

        Words {
            text: view.lines.length > 0 ? view.lines[0] : ""
            width: parent.width - look.mm * 46 - look.gap
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
