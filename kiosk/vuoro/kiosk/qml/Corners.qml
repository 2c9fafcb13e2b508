import QtQuick
import QtQuick.Shapes

// The four corners of a square, rounded as cards are.
ShapePath {
    property real side
    property real arm
    property real bend

    fillColor: "transparent"
    capStyle: ShapePath.RoundCap
    joinStyle: ShapePath.RoundJoin

    PathSvg {
        path: {
            const s = side, a = arm, b = bend
            return `M0 ${a}V${b}A${b} ${b} 0 0 1 ${b} 0H${a}`
                 + `M${s - a} 0H${s - b}A${b} ${b} 0 0 1 ${s} ${b}V${a}`
                 + `M${s} ${s - a}V${s - b}A${b} ${b} 0 0 1 ${s - b} ${s}H${s - a}`
                 + `M${a} ${s}H${b}A${b} ${b} 0 0 1 0 ${s - b}V${s - a}`
        }
    }
}
