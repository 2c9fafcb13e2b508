import QtQuick
import QtQuick.Shapes

// Where the scanner is: below the screen; a phone with a code is held up to it.
Item {
    id: picture

    property real size: look.mm * 40
    readonly property bool unmirrored: true

    width: size
    height: size
    Accessible.ignored: true

    Shape {
        width: 64
        height: 64
        scale: picture.size / 64
        transformOrigin: Item.TopLeft

        ShapePath {
            strokeColor: look.edge
            strokeWidth: 2
            fillColor: look.surface
            joinStyle: ShapePath.RoundJoin

            PathSvg { path: "M13 2h38a2 2 0 0 1 2 2v20a2 2 0 0 1-2 2H13a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2z" }
        }

        ShapePath {
            strokeColor: look.brand
            strokeWidth: 3
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap

            PathSvg { path: "M26 20.5h12" }
        }

        ShapePath {
            strokeColor: look.accent
            strokeWidth: 2
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap

            PathSvg { path: "M27.5 29.5l-2 3.5M32 29.5V33M36.5 29.5l2 3.5" }
        }

        ShapePath {
            strokeColor: look.ink
            strokeWidth: 2
            fillColor: look.surface
            joinStyle: ShapePath.RoundJoin

            PathSvg { path: "M23 36h18a2 2 0 0 1 2 2v22a2 2 0 0 1-2 2H23a2 2 0 0 1-2-2V38a2 2 0 0 1 2-2z" }
        }

        ShapePath {
            strokeColor: look.ink
            strokeWidth: 1.8
            fillColor: "transparent"
            capStyle: ShapePath.FlatCap
            joinStyle: ShapePath.MiterJoin

            PathSvg { path: "M26 42h4.5v4.5H26zM33.5 42H38v4.5h-4.5zM26 49.5h4.5V54H26zM33 49.5h2.5M37 49v3.5M33.5 52v2.9M36 54h2.9" }
        }
    }
}
