import QtQuick

// What the visit is about, with how long it takes; pages, never scrolling.
Stage {
    id: services

    // Turning pages is above back and start again.
    readonly property bool apart: look.reach && look.portrait

    share: 0.4
    kept: side && view.actions.length > 0 ? look.button + look.gap : 0
    needed: grid.rows_ * (grid.tallest + look.gap) - look.gap + grid.pager

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
        Words {
            visible: (look.reach || services.side) && text !== ""
            role: "strong"
            text: view.lines.length ? view.lines[0] : ""
            width: parent.width
        }
    ]

    actions: Item {
        anchors.fill: parent

        Grid {
            id: grid

            readonly property int rows_: Math.ceil(Math.max(1, view.choices.length) / columns)
            readonly property real pager: view.actions.length && !services.apart && !services.side ? look.button + look.gap : 0
            readonly property real tallest: {
                let most = look.button
                for (let i = 0; i < cards.count; i++)
                    most = Math.max(most, cards.itemAt(i) ? cards.itemAt(i).implicitHeight : 0)
                return Math.ceil(most)
            }
            readonly property real each: (services.room - pager - (rows_ - 1) * look.gap) / rows_

            width: parent.width
            columns: look.portrait ? 1 : look.reach ? Math.max(2, view.choices.length) : 2
            spacing: look.gap
            y: look.reach ? Math.max(0, Math.floor(services.room - pager - height)) : 0

            Repeater {
                id: cards

                model: view.choices

                ServiceCard {
                    required property var modelData

                    value: modelData.value
                    name: modelData.name
                    hint: modelData.hint
                    ahead: modelData.ahead
                    wait: modelData.wait
                    enabled: modelData.enabled
                    width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns
                    height: Math.max(grid.tallest, Math.floor(Math.min(grid.each, look.body * (look.portrait ? 5.7 : 7.9))))
                }
            }
        }

        Grid {
            id: pages

            visible: view.actions.length > 0
            columns: services.apart ? 1 : 3
            // Beside the cards, above back and start again, where there is a side for it.
            x: services.side ? (look.rtl ? services.width - width : parent.width - services.width)
               : !services.apart ? 0 : look.left ? parent.width + look.gap : -width - look.gap
            y: services.apart ? services.room - 4 * look.button - 3 * look.gap
               : services.room - look.button - (services.side ? services.navRow : 0)
            width: services.apart ? look.nav : services.side ? services.width * services.share : parent.width
            spacing: look.gap
            verticalItemAlignment: Grid.AlignVCenter

            Repeater {
                model: view.actions

                Button {
                    required property var modelData

                    button: modelData.button
                    text: modelData.text
                    icon: modelData.icon
                    enabled: modelData.enabled
                    compact: true
                    width: services.apart ? pages.width : (pages.width - look.gap - (of.visible ? of.width + look.gap : 0)) / 2
                    height: look.button
                }
            }

            Words {
                id: of

                visible: !look.reach && !services.side
                role: "strong"
                text: view.lines.length ? view.lines[0] : ""
                font.pixelSize: look.least * 1.05
                wrapMode: Text.NoWrap
            }
        }
    }
}
