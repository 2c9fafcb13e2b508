import QtQuick

// Every language by its own name, all at once.
Stage {
    id: screen

    wide: look.portrait
    needed: grid.rows_ * (look.button + grid.spacing) - grid.spacing

    words: [
        Icon {
            x: look.rtl ? parent.width - width : 0
            name: view.icon
            size: look.mm * 26
            color: look.brand
        },
        Words {
            role: "title"
            text: view.title
            width: parent.width
        }
    ]

    actions: Grid {
        id: grid

        readonly property int rows_: Math.ceil(view.languages.length / columns)
        readonly property real each: (screen.room - (rows_ - 1) * spacing) / rows_

        width: parent.width
        columns: look.reach ? (look.portrait ? 3 : 5) : look.portrait ? 2 : 3
        spacing: look.gap
        y: look.reach ? Math.max(0, screen.room - height) : 0

        Repeater {
            model: view.languages

            LanguageButton {
                required property var modelData

                value: modelData.value
                text: modelData.name
                checked: modelData.checked
                width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns
                height: Math.max(look.button, Math.min(grid.each, look.mm * 34))
            }
        }
    }
}
