import QtQuick

// Asks for a sign of life before it starts again; covers the screen, any touch answers.
Item {
    readonly property bool modal: true

    anchors.fill: parent

    Rectangle {
        anchors.fill: parent
        color: "#000000"
        opacity: look.dark ? 0.75 : 0.55
    }

    MouseArea {
        anchors.fill: parent
        onClicked: kiosk.press("more-time", "")
    }

    Rectangle {
        id: sheet

        readonly property real pad: look.mm * 16
        readonly property real whole: words.height + buttons.height + look.gap * 2 + 2 * pad

        width: look.reach ? parent.width - 2 * look.margin : Math.min(parent.width - 2 * look.margin, look.mm * 360)
        height: look.reach ? parent.height - look.low * 0.45 - look.margin : whole
        x: (parent.width - width) / 2
        y: look.reach ? look.low * 0.45 : (parent.height - whole) / 2
        radius: look.radius
        color: look.surface
        border.width: look.stroke
        border.color: look.brand

        Column {
            id: words

            x: sheet.pad
            y: look.reach ? look.low - sheet.y - height - look.gap : sheet.pad
            width: parent.width - 2 * x
            spacing: look.gap * 1.5

            Words {
                role: "title"
                text: view.idleTitle
                width: parent.width
            }

            Words {
                text: view.idleLead
                width: parent.width
                font.features: ({ "tnum": 1 })
                Accessible.role: Accessible.AlertMessage
            }
        }

        Column {
            id: buttons

            width: look.reach ? words.width * 0.64 : words.width
            x: look.reach && !look.left ? parent.width - sheet.pad - width : sheet.pad
            y: parent.height - height - sheet.pad
            spacing: look.gap * 1.5

            Button {
                button: "more-time"
                text: view.idleMore
                icon: "clock"
                primary: true
                remaining: view.idleShare
                width: parent.width
                height: Math.max(implicitHeight, look.mm * (look.reach ? 26 : 34))
            }

            Button {
                objectName: "idle-start-again"
                button: "start-again"
                text: view.idleAgain
                icon: "again"
                width: parent.width
            }
        }
    }
}
