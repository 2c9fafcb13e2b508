import QtQuick

// A row of keys on the grid of the first row: "gap" sets blocks apart, the erase key takes what is left.
Item {
    id: row

    // Keys have their places in every language.
    readonly property bool unmirrored: true

    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true

    property var symbols: []
    property var first: []
    readonly property int count: first.filter(symbol => symbol !== "gap").length
    readonly property bool split: first.indexOf("gap") >= 0
    readonly property real apart: split ? look.gap * 1.6 : 0
    readonly property real unit: (width - apart - (count - 1 - (split ? 1 : 0)) * look.gap) / count

    function place(index) {
        let at = 0
        for (let i = 0; i < index; i++)
            at += symbols[i] === "gap" ? apart - look.gap : unit + look.gap
        return at
    }

    Repeater {
        model: row.symbols

        Key {
            required property string modelData
            required property int index

            visible: modelData !== "" && modelData !== "gap"
            symbol: modelData
            fits: modelData === "erase" || view.pad.fitting.indexOf(modelData) >= 0
            x: row.place(index)
            width: modelData === "erase" ? row.width - x : row.unit
            height: row.height
        }
    }
}
