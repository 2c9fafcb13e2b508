import QtQuick

// Languages and tools, at the same place on every screen.
Rectangle {
    id: footer

    readonly property real inner: width - 2 * look.margin
    readonly property real half: look.portrait ? inner : (inner - look.gap * 2) * 0.46
    readonly property real rest: look.portrait ? inner : (inner - look.gap * 2) * 0.54
    readonly property int choices: view.foot.languages.length + view.foot.beside.length
    readonly property int places: 5

    color: look.foot
    height: look.footer

    Rectangle {
        width: parent.width
        height: Math.max(1, look.stroke / 2)
        color: look.line
    }

    Row {
        id: languages

        x: look.margin
        y: look.gap
        spacing: look.gap

        Repeater {
            model: view.foot.languages

            LanguageButton {
                required property var modelData

                value: modelData.value
                text: modelData.name
                checked: modelData.checked
                width: (footer.half - (footer.choices - 1) * look.gap) / footer.choices
                height: look.tool
            }
        }

        Repeater {
            model: view.foot.beside

            Tool {
                width: (footer.half - (footer.choices - 1) * look.gap) / footer.choices
            }
        }
    }

    Row {
        x: look.portrait ? look.margin : look.margin + footer.half + look.gap * 2
        y: look.portrait ? languages.y + look.tool + look.gap : look.gap
        spacing: look.gap

        Repeater {
            model: view.foot.tools

            Tool {
                width: (footer.rest - (footer.places - 1) * look.gap) / footer.places
            }
        }
    }
}
