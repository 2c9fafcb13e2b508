import QtQuick

// A code was taken: an edge around the whole glass, for eyes that are on the scanner below it, and
// a word instead of the header. It doesn't move, and stays while the next screen comes.
Item {
    id: taken

    property int scans: view.scans

    visible: false
    onScansChanged: {
        visible = scans > 0
        timer.restart()
    }

    Timer {
        id: timer

        interval: 1400
        onTriggered: taken.visible = false
    }

    Rectangle {
        anchors.fill: parent
        color: "transparent"
        border.width: look.mm * 3
        border.color: look.good
    }

    Rectangle {
        x: look.mm * 4
        y: x
        width: parent.width - 2 * x
        height: look.header - y
        color: look.ground

        Row {
            anchors.centerIn: parent
            spacing: look.gap

            Icon {
                name: "check"
                size: look.body * 1.1
                color: look.good
                anchors.verticalCenter: parent.verticalCenter
            }

            Words {
                role: "strong"
                text: view.taken
                color: look.good
                wrapMode: Text.NoWrap
                Accessible.role: Accessible.AlertMessage
            }
        }
    }
}
