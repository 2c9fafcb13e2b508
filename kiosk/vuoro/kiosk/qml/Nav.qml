import QtQuick

// Back, and start again: the same place on every screen that has them.
Row {
    id: nav

    readonly property real each: (width - spacing) / 2

    spacing: look.gap
    visible: view.navShown
    height: look.button

    Button {
        button: "back"
        text: view.back
        icon: "back"
        opacity: view.back === "" ? 0 : 1
        enabled: view.back !== ""
        width: nav.each
        height: nav.height
    }

    Button {
        button: "start-again"
        text: view.again
        icon: "again"
        visible: view.again !== ""
        width: nav.each
        height: nav.height
    }
}
