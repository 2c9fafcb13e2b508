import QtQuick

// Back, and start again: the same place on every screen that has them. In reach mode they are at the
// side of the other hand, one above the other where the actions leave them a column.
Item {
    id: nav

    readonly property bool beside: !look.reach || view.layout === "Pad" || (look.portrait && view.layout === "Languages")
    readonly property bool both: view.back !== "" && view.again !== ""
    readonly property real each: beside ? (width - look.gap) / 2 : width
    // With the left hand the outer one is at the right.
    readonly property bool turned: look.reach ? look.left : look.rtl

    visible: view.navShown
    height: beside ? look.button : look.button * (both ? 2 : 1) + (both ? look.gap : 0)

    Button {
        id: back

        button: "back"
        text: view.back
        icon: "back"
        visible: view.back !== ""
        compact: true
        width: nav.each
        height: look.button
        x: nav.turned ? nav.width - width : 0
        y: nav.height - height
    }

    Button {
        button: "start-again"
        text: view.again
        icon: "again"
        visible: view.again !== ""
        compact: true
        width: nav.each
        height: look.button
        x: nav.beside && (view.back !== "") !== nav.turned ? nav.width - width : 0
        y: 0
    }
}
