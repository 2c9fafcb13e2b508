import QtQuick

// One sentence with a large picture, and one choice.
Stage {
    id: screen

    readonly property bool scanner: view.icon === "scan"

    alone: view.actions.length === 0
    needed: ways.rows_ * (ways.least + look.gap) - look.gap

    words: [
        Item {
            width: parent.width
            height: Math.max(look.mm * (view.camera && screen.scanner ? 86 : 40), Math.min(look.mm * (look.portrait ? 150 : 110), screen.wordsRoom - sentence.height - look.gap - bar.height))

            Rectangle {
                anchors.fill: picture
                radius: screen.scanner ? look.radius : width / 2
                color: look.surface
                border.width: look.stroke
                border.color: look.brand
            }

            Item {
                id: picture

                anchors.centerIn: parent
                width: screen.scanner && view.camera ? parent.width : height
                height: parent.height

                Icon {
                    anchors.centerIn: parent
                    name: screen.scanner ? "" : view.icon
                    size: parent.height * 0.56
                    color: look.brand
                }

                Loader {
                    anchors.fill: parent
                    active: screen.scanner
                    source: "Viewfinder.qml"
                    onLoaded: item.size = Qt.binding(() => picture.height * 0.86)
                }
            }
        },
        Words {
            id: sentence

            role: "title"
            text: view.title
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
        },
        Notice {
            id: bar

            text: view.bar ? view.bar.words : ""
            width: parent.width
        }
    ]

    actions: Grid {
        id: ways

        readonly property int count: view.actions.length
        readonly property int rows_: Math.ceil(count / columns)
        readonly property real least: {
            let most = look.mm * (look.reach ? 20.4 : 40)
            for (let i = 0; i < buttons.count; i++)
                most = Math.max(most, buttons.itemAt(i) ? buttons.itemAt(i).implicitHeight : 0)
            return most
        }

        width: parent.width
        columns: look.portrait && !look.reach || look.reach && !look.portrait ? Math.max(1, count) : 1
        y: look.portrait && !look.reach ? 0 : Math.max(0, (screen.room - height) * (look.reach ? 1 : 0.5))
        spacing: look.gap

        Repeater {
            id: buttons

            model: view.actions

            Way {
                required property var modelData

                button: modelData.button
                value: modelData.value
                text: modelData.text
                icon: modelData.icon
                enabled: modelData.enabled
                primary: modelData.tone === "primary"
                width: (ways.width - (ways.columns - 1) * look.gap) / ways.columns
                height: Math.max(ways.least, Math.min(look.mm * 100, (screen.room - (ways.rows_ - 1) * look.gap) / ways.rows_))
            }
        }
    }
}
