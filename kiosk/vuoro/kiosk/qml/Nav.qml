import QtQuick

// Back, and start again: the same place on every screen that has them.
Item {
    id: nav

    readonly property real each: (width - look.gap) / 2

    visible: view.navShown
    height: look.button

    Button {
        button: "back"
        text: view.back
        icon: "back"
        visible: view.back !== ""
        compact: true
        width: nav.each
        height: nav.height
    }

    Button {
        button: "start-again"
        text: view.again
        icon: "again"
        visible: view.again !== ""
        compact: true
        x: nav.each + look.gap
        width: nav.each
        height: nav.height
    }
}
