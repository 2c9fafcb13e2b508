import QtQuick

// A button with an icon and a word; a bar at its foot shows time that runs out.
Touchable {
    id: control

    property string text
    property string sub
    property string icon
    property bool primary: false
    property real remaining: -1
    readonly property color ink: !enabled ? look.inkSoft : primary ? look.brandInk : look.ink

    words: sub === "" ? text : text + ". " + sub
    implicitHeight: Math.max(look.button, row.implicitHeight + 2 * look.gap)

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

        anchors.centerIn: parent
        spacing: look.gap

        Icon {
            id: picture

            name: control.icon
            size: look.body * 1.25
            color: control.ink
            anchors.verticalCenter: parent.verticalCenter
        }

        Column {
            id: lines

            readonly property real room: control.width - 2 * look.gap - (picture.visible ? picture.width + row.spacing : 0)

            anchors.verticalCenter: parent.verticalCenter

            Words {
                role: "strong"
                text: control.text
                color: control.ink
                width: Math.min(implicitWidth, lines.room)
                Accessible.ignored: true
            }

            Words {
                role: "small"
                text: control.sub
                visible: text !== ""
                color: control.ink
                width: Math.min(implicitWidth, lines.room)
                Accessible.ignored: true
            }
        }
    }

    Rectangle {
        visible: control.remaining >= 0
        x: look.radius
        y: parent.height - height - look.mm * 1.5
        width: (parent.width - 2 * look.radius) * Math.max(0, control.remaining)
        height: look.mm
        radius: height / 2
        color: control.ink
    }
}
