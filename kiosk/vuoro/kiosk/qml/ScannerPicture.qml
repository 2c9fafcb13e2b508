import QtQuick
import QtQuick.Shapes

// Where the scanner is: a phone with a code, held below the screen.
Item {
    id: picture

    property real size: look.mm * 40

    width: size
    height: size

    Shape {
        width: 48
        height: 48
        scale: picture.size / 48
        transformOrigin: Item.TopLeft

        ShapePath {
            strokeColor: look.edge
            strokeWidth: 2
            fillColor: look.surface
            joinStyle: ShapePath.RoundJoin

            PathSvg { path: "M10 3h28v21H10z" }
        }

        ShapePath {
            strokeColor: look.ink
            strokeWidth: 2
            fillColor: look.surface
            joinStyle: ShapePath.RoundJoin

            PathSvg { path: "M17 29h14v17H17z" }
        }

        ShapePath {
            strokeColor: look.brand
            strokeWidth: 2.4
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg { path: "M20 19h8M24 27v-4M21.5 36v-2.5h2.5M26.5 33.5v2.5M21.5 39v2.5h5v-2.5" }
        }
    }
}
