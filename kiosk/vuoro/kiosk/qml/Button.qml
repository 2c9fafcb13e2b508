import QtQuick

// A button with an icon and a word. One of a list has them at its beginning; a bar at the foot shows time
// that runs out.
Touchable {
    id: control

    property string text
    property string sub
    property string icon
    property bool primary: false
    property bool listed: false
    property bool compact: false
    property real remaining: -1
    // The word is worth more than the picture.
    readonly property bool crowded: compact && label.implicitWidth > width - look.gap * 2.5 - look.least * 1.25
    // How much wider its longest word is than there is room.
    readonly property real overflow: compact ? 0 : label.contentWidth - lines.room
    readonly property color ink: !enabled ? look.inkSoft : primary ? look.brandInk : look.ink

    words: sub === "" ? text : text + ". " + sub
    implicitHeight: Math.max(look.button, row.implicitHeight + 2 * (look.reach ? look.mm * 0.8 : look.gap))

    Rectangle {
        anchors.fill: parent
        radius: look.radius
        color: !control.enabled ? look.ground : control.primary ? (control.down ? look.brandDown : look.brand)
                                                                : (control.down ? look.surfaceDown : look.surface)
        border.width: control.primary && control.enabled ? 0 : look.stroke
        border.color: control.enabled ? look.edge : look.line
    }

    Row {
        id: row

        x: !control.listed ? (control.width - width) / 2 : look.rtl ? control.width - width - look.gap * 2 : look.gap * 2
        anchors.verticalCenter: parent.verticalCenter
        spacing: control.listed ? look.gap * 1.6 : look.gap

        Icon {
            id: picture

            name: control.crowded ? "" : control.icon
            size: control.compact ? look.least * 1.25 : look.body * (control.listed && !look.reach ? 1.5 : 1.25)
            color: control.listed ? look.brand : control.ink
            anchors.verticalCenter: parent.verticalCenter
        }

        Column {
            id: lines

            readonly property real room: control.width - (control.compact ? look.mm * 1.6 : (control.listed ? 3 : 2) * look.gap) - (picture.visible ? picture.width + row.spacing : 0)
                                         - (arrow.visible ? arrow.width + look.gap : 0)
            // Both lines begin at the side that is read from.
            readonly property real wide: Math.min(room, Math.max(label.implicitWidth, below.visible ? below.implicitWidth : 0))

            anchors.verticalCenter: parent.verticalCenter

            Words {
                id: label

                role: control.compact && look.reach ? "body" : "strong"
                text: control.text
                color: control.ink
                width: lines.wide
                wrapMode: control.compact ? Text.NoWrap : Text.WordWrap
                font.pixelSize: control.compact ? look.least * 1.05 : look.body
                fontSizeMode: control.compact ? Text.HorizontalFit : Text.FixedSize
                minimumPixelSize: look.mm * 8
                lineHeight: control.compact || look.reach ? 1 : 1.12
                Accessible.ignored: true
            }

            Words {
                id: below

                role: "small"
                text: control.sub
                visible: text !== ""
                color: control.ink
                width: lines.wide
                Accessible.ignored: true
            }
        }
    }

    Icon {
        id: arrow

        name: control.listed && !look.reach ? "next" : ""
        size: look.body * 1.2
        color: look.brand
        anchors.right: parent.right
        anchors.rightMargin: look.gap * 1.5
        anchors.verticalCenter: parent.verticalCenter
    }

    Rectangle {
        visible: control.remaining >= 0
        anchors.left: parent.left
        anchors.leftMargin: look.radius
        y: parent.height - height - look.mm * 1.5
        width: (parent.width - 2 * look.radius) * Math.max(0, control.remaining)
        height: look.mm
        radius: height / 2
        color: control.ink
    }
}
