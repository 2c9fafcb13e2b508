import QtQuick

// A code was taken: an edge around the whole glass, for eyes that are on the scanner below it, and
// a word in the header. It comes and goes without moving, and stays while the next screen comes.
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
        width: words.x + words.implicitWidth + look.gap * 2
        height: Math.min(look.header - look.mm * 8, words.implicitHeight + look.gap * 1.6)
        x: (parent.width - width) / 2
        y: (look.header - height) / 2
        radius: height / 2
        color: look.surface
        border.width: look.stroke
        border.color: look.good

        Icon {
            id: tick

            x: look.gap * 1.5
            name: "check"
            size: look.body
            color: look.good
            anchors.verticalCenter: parent.verticalCenter
        }

        Words {
            id: words

            x: tick.x + tick.size + look.gap
            role: "strong"
            text: view.taken
            color: look.good
            wrapMode: Text.NoWrap
            anchors.verticalCenter: parent.verticalCenter
            Accessible.role: Accessible.AlertMessage
        }
    }
}
