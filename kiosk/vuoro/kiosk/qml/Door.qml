import QtQuick

// One of the two doors of the home screen.
Touchable {
    id: door

    property string text
    property string sub
    property string icon
    property bool primary: false
    readonly property color ink: primary ? look.brandInk : look.ink
    readonly property bool narrow: width < look.mm * 185
    readonly property real pad: look.gap * 1.5
    readonly property real sign: look.mm * (look.reach ? 30 : 42)
    // Without what it says below: that has a place where there is room.
    readonly property real bare: (narrow ? look.mm * 16 + look.gap : 0) + title.implicitHeight + 2 * pad
    readonly property bool says: sub !== "" && height >= bare + below.contentHeight + column.spacing

    implicitHeight: bare

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
        size: door.narrow ? look.mm * 16 : door.sign
        color: door.primary ? look.brandInk : look.brand
        readonly property real before: door.narrow ? door.pad : Math.max(door.pad, look.mm * (look.reach ? 6 : 14))
        readonly property real wide: before + size

        x: look.rtl ? door.width - wide : before
        y: door.narrow ? (door.height - look.mm * 16 - look.gap - column.implicitHeight) / 2 : (door.height - height) / 2
    }

    Column {
        id: column

        readonly property real before: door.narrow ? door.pad : picture.wide + look.mm * (look.reach ? 8 : 14)

        x: look.rtl ? door.pad : before
        width: door.width - before - door.pad
        y: door.narrow ? picture.y + picture.height + look.gap : (door.height - height) / 2
        spacing: look.gap / 2

        Words {
            id: title

            role: "title"
            font.pixelSize: door.narrow || look.reach ? look.body * 1.15 : look.body * 1.45
            text: door.text
            color: door.ink
            width: parent.width
            Accessible.ignored: true
        }

        Words {
            id: below

            role: door.narrow || look.reach ? "small" : "body"
            text: door.sub
            color: door.ink
            width: parent.width
            visible: door.says
            Accessible.ignored: true
        }
    }
}
