import QtQuick

// The glass of somebody who listens and has no keys: four large buttons, found by touch. What is
// under them stays to be seen in part, for whoever stands beside.
Item {
    id: zones

    readonly property bool modal: true
    readonly property real half: (width - gap) / 2
    readonly property real tall: (height - gap) / 2
    readonly property real gap: look.mm * 5

    objectName: "zones"

    Rectangle {
        anchors.fill: parent
        color: look.ground
    }

    Grid {
        anchors.fill: parent
        columns: 2
        spacing: zones.gap

        Repeater {
            model: view.zones

            Zone {
                required property var modelData

                value: modelData.key
                words: modelData.text
                icon: modelData.icon
                primary: modelData.key === "choose"
                width: zones.half
                height: zones.tall
            }
        }
    }
}
