import QtQuick

// Two doors, and a hint where the scanner is.
Item {
    id: home

    Stage {
        id: stage

        anchors.fill: parent

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
            }
        ]

        actions: Grid {
            id: doors

            readonly property real each: (stage.room - (look.portrait && !look.reach ? hint.height + look.gap * 4 : 0)
                                          - (columns === 1 ? look.gap * 1.5 : 0)) / (columns === 1 ? 2 : 1)

            width: parent.width
            columns: look.reach ? 2 : 1
            spacing: look.gap * 1.5

            Repeater {
                model: view.actions

                Door {
                    required property var modelData

                    button: modelData.button
                    text: modelData.text
                    sub: modelData.sub
                    icon: modelData.icon
                    primary: modelData.tone === "primary"
                    width: doors.columns === 1 ? doors.width : (doors.width - doors.spacing) / 2
                    height: Math.max(look.mm * 60, Math.min(doors.each, look.mm * 162))
                }
            }
        }
    }

    Row {
        id: hint

        visible: view.lines.length > 0

        readonly property bool under: look.portrait && look.reach

        y: under ? stage.wordsBottom + look.mm * 14 : home.height - height - look.gap
        spacing: look.gap

        ScannerPicture {
            size: look.mm * 46
            anchors.verticalCenter: parent.verticalCenter
        }

        Words {
            text: view.lines.length > 0 ? view.lines[0] : ""
            width: (stage.side ? stage.width * stage.share : stage.width) - look.mm * 46 - look.gap
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
