import QtQuick

// A key of a keypad. One that can't come next is pale but still answers, with words, when touched.
Touchable {
    id: key

    property string symbol
    property bool fits: true

    button: symbol === "erase" ? "erase" : "key"
    value: symbol === "erase" ? "" : symbol
    words: symbol === "erase" ? view.erase : symbol === "-" ? view.minus : symbol === "+" ? view.plus : symbol

    Rectangle {
        anchors.fill: parent
        radius: look.radius * 0.75
        color: key.down ? look.surfaceDown : key.fits ? look.surface : look.ground
        border.width: look.stroke
        border.color: key.fits ? look.edge : look.line
    }

    Words {
        anchors.centerIn: parent
        visible: key.symbol !== "erase"
        role: "strong"
        text: key.symbol === "-" ? "–" : key.symbol
        font.pixelSize: Math.min(look.body * 1.15, key.height * 0.62)
        lineHeight: 1
        font.weight: key.fits ? Font.DemiBold : Font.Normal
        color: key.fits ? look.ink : look.faint
        Accessible.ignored: true
    }

    Row {
        anchors.centerIn: parent
        visible: key.symbol === "erase"
        spacing: look.gap / 2

        Icon {
            name: "erase"
            size: look.body * 1.1
            anchors.verticalCenter: parent.verticalCenter
        }

        Words {
            role: "strong"
            text: view.erase
            font.pixelSize: Math.min(look.body, key.height * 0.62)
            lineHeight: 1
            anchors.verticalCenter: parent.verticalCenter
            Accessible.ignored: true
        }
    }
}
