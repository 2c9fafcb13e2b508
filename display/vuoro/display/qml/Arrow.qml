// An arrow to the right, in the stroke of the type beside it.
import QtQuick

Item {
    id: arrow
    property real size: 10
    property color color: "black"
    readonly property real stroke: size * 0.15
    implicitWidth: size * 1.15
    implicitHeight: size

    Rectangle {
        x: 0
        width: parent.width - arrow.stroke * 0.7
        height: arrow.stroke
        radius: height / 2
        anchors.verticalCenter: parent.verticalCenter
        color: arrow.color
    }
    Repeater {
        model: [45, -45]
        Rectangle {
            required property real modelData
            width: arrow.size * 0.62
            height: arrow.stroke
            radius: height / 2
            x: arrow.width - width - arrow.stroke / 2 + arrow.stroke / 2
            y: (arrow.height - height) / 2
            color: arrow.color
            antialiasing: true
            transform: Rotation {
                origin.x: arrow.size * 0.62 - arrow.stroke / 2
                origin.y: arrow.stroke / 2
                angle: modelData
            }
        }
    }
}
