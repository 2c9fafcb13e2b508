import QtQuick
import QtQuick.Shapes
import "icons.js" as Icons

// One icon of the family: 24 units, 2 units of stroke, round ends. Those that point follow the
// direction of reading.
Item {
    id: icon

    property string name
    property real size: look.body
    property color color: look.ink
    readonly property bool turned: look.rtl && Icons.points(name)

    width: size
    height: size
    visible: name !== ""
    Accessible.ignored: true

    Shape {
        width: 24
        height: 24
        transform: Scale {
            xScale: (icon.turned ? -1 : 1) * icon.size / 24
            yScale: icon.size / 24
        }
        x: icon.turned ? icon.size : 0

        ShapePath {
            strokeColor: icon.color
            strokeWidth: 2
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                path: Icons.path(icon.name)
            }
        }
    }
}
