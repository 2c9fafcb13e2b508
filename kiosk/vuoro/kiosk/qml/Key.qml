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
        border.width: key.fits ? look.stroke * 1.3 : look.stroke / 2
        border.color: look.edge
    }

    Words {
        anchors.centerIn: parent
        visible: key.symbol !== "erase"
        role: "strong"
        text: key.symbol === "-" ? "–" : key.symbol
        font.pixelSize: Math.max(look.least, Math.min(look.body * 1.15, key.height * 0.62))
        lineHeight: 1
        font.weight: key.fits ? Font.DemiBold : Font.Normal
        color: key.fits ? look.ink : look.inkSoft
        Accessible.ignored: true
    }

    Row {
        anchors.centerIn: parent
        visible: key.symbol === "erase"
        spacing: look.gap / 2

        Icon {
            name: key.width > look.mm * 70 ? "erase" : ""
            size: look.body * 1.1
            anchors.verticalCenter: parent.verticalCenter
        }

        Words {
            role: "strong"
            text: view.erase
            width: Math.min(implicitWidth, key.width - look.mm * 2 - (key.width > look.mm * 70 ? look.body * 1.1 + look.gap : 0))
            font.pixelSize: look.least * 1.02
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: look.mm * 8
            wrapMode: Text.NoWrap
            lineHeight: 1
            anchors.verticalCenter: parent.verticalCenter
            Accessible.ignored: true
        }
    }
}
