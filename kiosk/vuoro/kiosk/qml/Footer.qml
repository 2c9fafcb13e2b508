import QtQuick

// Languages and tools, at the same place on every screen.
Rectangle {
    id: footer

    readonly property real inner: width - 2 * look.margin
    readonly property real half: look.portrait ? inner : (inner - look.gap * 2) * 0.4
    readonly property real rest: look.portrait ? inner : (inner - look.gap * 2) * 0.6
    readonly property int tools: view.foot.helps ? 4 : 3

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

                value: modelData[0]
                text: modelData[1]
                checked: modelData[2]
                width: (footer.half - (view.foot.languages.length - 1) * look.gap) / view.foot.languages.length
                height: look.portrait ? look.button : look.tool
            }
        }
    }

    Row {
        x: look.portrait ? look.margin : look.margin + footer.half + look.gap * 2
        y: look.portrait ? languages.y + look.button + look.gap : look.gap
        spacing: look.gap

        Tool {
            button: "text-size"
            icon: "text-size"
            text: view.foot.text_size
            step: view.foot.text_step
            width: (footer.rest - 3 * look.gap) / 4
            height: look.tool
        }

        Tool {
            button: "contrast"
            icon: "contrast"
            text: view.foot.contrast
            width: (footer.rest - 3 * look.gap) / 4
            height: look.tool
        }

        Tool {
            button: "reach"
            icon: view.foot.reaching ? "reach-up" : "reach"
            text: view.foot.reach
            width: (footer.rest - 3 * look.gap) / 4
            height: look.tool
        }

        Tool {
            visible: view.foot.helps
            button: "help"
            icon: "person"
            text: view.foot.help
            width: (footer.rest - 3 * look.gap) / 4
            height: look.tool
        }
    }
}
