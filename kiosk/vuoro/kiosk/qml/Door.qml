import QtQuick

// One of the two doors of the home screen.
Touchable {
    id: door

    property string text
    property string sub
    property string icon
    property bool primary: false
    readonly property color ink: primary ? look.brandInk : look.ink
    readonly property bool narrow: width < look.mm * 200

    words: text + ". " + sub

    Rectangle {
        anchors.fill: parent
        radius: look.radius
        color: door.primary ? (door.down ? look.brandDown : look.brand) : (door.down ? look.surfaceDown : look.surface)
        border.width: door.primary ? 0 : look.stroke
        border.color: look.brand
    }

    Icon {
        id: picture

        name: door.icon
        size: door.narrow ? look.mm * 16 : look.mm * 42
        color: door.primary ? look.brandInk : look.brand
        x: door.narrow ? look.gap * 1.5 : look.mm * 14
        y: door.narrow ? look.gap * 1.2 : (door.height - height) / 2
    }

    Column {
        x: door.narrow ? look.gap * 1.5 : picture.x + picture.width + look.mm * 14
        width: door.width - x - look.gap * 1.5
        y: door.narrow ? picture.y + picture.height + look.gap / 2 : (door.height - height) / 2
        spacing: look.gap / 2

        Words {
            role: "title"
            font.pixelSize: door.narrow ? look.body * 1.1 : look.body * 1.5
            text: door.text
            color: door.ink
            width: parent.width
            Accessible.ignored: true
        }

        Words {
            role: door.narrow ? "small" : "body"
            text: door.sub
            color: door.ink
            width: parent.width
            visible: !door.narrow || door.height > look.mm * 80
            Accessible.ignored: true
        }
    }
}
