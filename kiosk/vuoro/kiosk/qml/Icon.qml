import QtQuick
import QtQuick.Shapes
import "icons.js" as Icons

// One icon of the family: 24 units, 2 units of stroke, round ends.
Item {
    id: icon

    property string name
    property real size: look.body
    property color color: look.ink

    width: size
    height: size
    visible: name !== ""

    Shape {
        width: 24
        height: 24
        scale: icon.size / 24
        transformOrigin: Item.TopLeft

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
