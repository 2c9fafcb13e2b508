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
        width: Math.min(parent.width - 2 * look.margin, look.mm * 360)
        height: words.height + look.mm * 36
        x: (parent.width - width) / 2
        y: look.portrait && look.reach ? parent.height - height - look.footer : (parent.height - height) / 2
        radius: look.radius
        color: look.surface
        border.width: look.stroke
        border.color: look.brand

        Column {
            id: words

            x: look.mm * 18
            y: look.mm * 18
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

            Button {
                button: "more-time"
                text: view.idleMore
                icon: "clock"
                primary: true
                remaining: view.idleShare
                width: parent.width
                height: Math.max(implicitHeight, look.mm * 34)
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
