import QtQuick
import QtQuick.Shapes
import Vuoro

// What the camera sees, with a frame to aim at and a word on it. Where there is no camera, or it
// shows nothing, the drawn picture has the place: nothing around it moves.
Item {
    id: finder

    property real size: look.mm * 40
    // As high as the whole picture of a camera is, where it has a width.
    readonly property real wanted: !view.camera ? 0 : picture.width * 9 / 16 + look.gap * 3 + caption.height
    // What is not picture.
    readonly property real around: look.gap * 3 + caption.height
    readonly property color shade: look.dark ? look.ground : look.ink

    LivePicture {
        id: picture

        objectName: "live-picture"
        visible: view.camera
        source: viewfinder
        radius: look.radius * 0.6
        x: look.gap
        y: look.gap
        width: finder.width - 2 * look.gap
        height: finder.height - 3 * look.gap - caption.height
        Accessible.ignored: true
    }

    ScannerPicture {
        anchors.centerIn: parent
        visible: !picture.live && !picture.waiting
        size: Math.min(finder.size, finder.height - look.gap * 2)
    }

    Shape {
        id: frame

        readonly property real side: picture.height * 0.84
        readonly property real arm: side * 0.2
        readonly property real bend: look.radius * 0.6

        visible: picture.live
        width: side
        height: side
        x: picture.x + (picture.width - side) / 2
        y: picture.y + (picture.height - side) / 2

        Corners {
            arm: frame.arm
            bend: frame.bend
            side: frame.side
            strokeColor: finder.shade
            strokeWidth: look.mm * 3
        }

        Corners {
            arm: frame.arm
            bend: frame.bend
            side: frame.side
            strokeColor: look.accent
            strokeWidth: look.mm * 1.6
        }
    }

    Words {
        id: caption

        visible: picture.live
        role: "small"
        text: view.aim
        x: look.gap * 1.5
        y: finder.height - height - look.gap
        width: finder.width - 2 * x
        horizontalAlignment: Text.AlignHCenter
    }
}
