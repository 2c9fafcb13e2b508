import QtQuick

// Languages and tools, at the same place on every screen.
Rectangle {
    id: footer

    readonly property real inner: width - 2 * look.margin
    readonly property real half: look.portrait ? inner : Math.floor((inner - look.gap * 1.5) * 0.485)
    readonly property real rest: look.portrait ? inner : Math.floor((inner - look.gap * 1.5) * 0.515)
    readonly property int choices: view.foot.languages.length + view.foot.beside.length
    readonly property int places: 5
    readonly property real gap: Math.round(look.portrait ? Math.min(look.gap, look.mm * 4) : look.mm * 2.9)

    color: look.foot
    height: look.tool + 2 * gap + (look.portrait && choices > 0 ? look.tool + gap : 0)

    Rectangle {
        width: parent.width
        height: Math.max(1, look.stroke / 2)
        color: look.line
    }

    Row {
        id: languages

        x: look.rtl && !look.portrait ? parent.width - look.margin - width : look.margin
        y: footer.gap
        width: footer.half
        spacing: footer.gap

        Repeater {
            model: view.foot.languages

            LanguageButton {
                required property var modelData

                value: modelData.value
                text: modelData.name
                checked: modelData.checked
                width: Math.floor((footer.half - (footer.choices - 1) * footer.gap) / footer.choices)
                height: look.tool
            }
        }

        Repeater {
            model: view.foot.beside

            Tool {
                width: Math.floor((footer.half - (footer.choices - 1) * footer.gap) / footer.choices)
            }
        }
    }

    Row {
        x: look.rtl || look.portrait ? look.margin : Math.ceil(look.margin + footer.half + look.gap * 1.5)
        y: footer.height - height - footer.gap
        width: footer.rest
        spacing: footer.gap

        Repeater {
            model: view.foot.tools

            Tool {
                width: Math.floor((footer.rest - (footer.places - 1) * footer.gap) / footer.places)
            }
        }
    }
}
