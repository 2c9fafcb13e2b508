// One page of setup on one screen: a title, a few sentences, and what belongs to the moment.
import QtQuick

Rectangle {
    id: page

    required property var look
    property var shown: ({})
    // The cross of this screen, in parts of the picture; empty: none.
    property var cross: []
    signal touched(real x, real y)

    readonly property bool wide: width > height
    readonly property real unit: Math.min(width / (wide ? 1920 : 1080), height / (wide ? 1080 : 1920))
    readonly property real margin: 96 * unit
    readonly property bool pairing: (shown.code || "") !== ""

    color: look.ground

    Rectangle {
        id: head
        width: parent.width
        height: 12 * page.unit
        color: page.look.brand
    }

    Column {
        id: content
        visible: page.cross.length === 0
        x: page.margin
        y: page.margin * (page.wide ? 1 : 1.4)
        width: parent.width - 2 * page.margin - (page.pairing && page.wide ? code.width + page.margin : 0)
        spacing: 30 * page.unit

        Text {
            width: parent.width
            text: page.shown.title || ""
            color: page.look.ink
            font.pixelSize: 68 * page.unit
            font.weight: Font.DemiBold
            wrapMode: Text.WordWrap
            lineHeight: 1.08
        }
        Repeater {
            model: page.shown.lines || []
            delegate: Text {
                required property string modelData
                width: content.width
                text: modelData
                color: page.look.inkSoft
                font.pixelSize: 40 * page.unit
                wrapMode: Text.WordWrap
                lineHeight: 1.2
            }
        }
        Column {
            visible: (page.shown.rows || []).length > 0
            width: parent.width
            topPadding: 20 * page.unit
            spacing: 24 * page.unit
            Repeater {
                model: page.shown.rows || []
                delegate: Row {
                    id: row
                    required property var modelData
                    readonly property var marks: ({ todo: "", now: "›", done: "✓", bad: "!" })
                    readonly property var colours: ({
                        todo: page.look.inkSoft, now: page.look.ink,
                        done: page.look.good, bad: page.look.bad
                    })
                    spacing: 24 * page.unit
                    Rectangle {
                        width: 52 * page.unit
                        height: width
                        radius: width / 2
                        color: row.modelData.state === "now" ? page.look.brand : "transparent"
                        border.width: Math.max(2, 3 * page.unit)
                        border.color: row.modelData.state === "now" ? page.look.brand
                                      : row.modelData.state === "todo" ? page.look.edge
                                      : row.colours[row.modelData.state]
                        Text {
                            anchors.centerIn: parent
                            text: row.marks[row.modelData.state]
                            color: row.modelData.state === "now" ? page.look.brandInk : row.colours[row.modelData.state]
                            font.pixelSize: 32 * page.unit
                            font.weight: Font.Bold
                        }
                    }
                    Text {
                        anchors.verticalCenter: parent.verticalCenter
                        width: content.width - 76 * page.unit
                        text: row.modelData.text
                        color: row.colours[row.modelData.state]
                        font.pixelSize: 40 * page.unit
                        font.weight: row.modelData.state === "now" ? Font.DemiBold : Font.Normal
                        wrapMode: Text.WordWrap
                    }
                }
            }
        }
        Text {
            visible: page.pairing
            topPadding: 24 * page.unit
            text: page.shown.code || ""
            color: page.look.brand
            font.pixelSize: 150 * page.unit
            font.weight: Font.Bold
            font.letterSpacing: 6 * page.unit
            font.features: ({ "tnum": 1 })
        }
        Text {
            visible: page.pairing
            width: parent.width
            text: (page.shown.words || []).join("  ·  ")
            color: page.look.ink
            font.pixelSize: 44 * page.unit
            font.weight: Font.DemiBold
            wrapMode: Text.WordWrap
        }
    }

    Rectangle {
        id: code
        visible: page.pairing && (page.shown.link || "") !== "" && page.cross.length === 0
        width: Math.min(page.wide ? 460 : 520, 600) * page.unit
        height: width
        radius: page.look.radius
        color: "#FFFFFF"
        border.width: Math.max(1, 2 * page.unit)
        border.color: page.look.line
        x: page.wide ? parent.width - page.margin - width : page.margin
        y: page.wide ? page.margin : content.y + content.height + 60 * page.unit
        Image {
            anchors.centerIn: parent
            width: parent.width - 32 * page.unit
            height: width
            sourceSize.width: width
            fillMode: Image.Pad
            source: page.pairing && page.shown.link
                    ? "image://code/" + encodeURIComponent(page.shown.link) : ""
        }
    }

    Text {
        visible: page.cross.length === 0
        x: page.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: page.margin * 0.6
        width: parent.width - 2 * page.margin
        text: page.shown.foot || ""
        color: page.look.inkSoft
        font.pixelSize: 28 * page.unit
        wrapMode: Text.WordWrap
    }

    // The words keep out of the cross's way: in the half of the picture that it is not in.
    Column {
        visible: page.cross.length > 0
        readonly property bool low: page.cross.length > 0 && page.cross[1] > 0.5
        readonly property bool middle: page.cross.length > 0 && Math.abs(page.cross[1] - 0.5) < 0.1
        width: parent.width - 2 * page.margin
        x: page.margin
        y: low ? page.height * 0.2 : middle ? page.height * 0.12 : page.height * 0.56
        spacing: 24 * page.unit
        Text {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: page.shown.title || ""
            color: page.look.ink
            font.pixelSize: 68 * page.unit
            font.weight: Font.DemiBold
            wrapMode: Text.WordWrap
        }
        Repeater {
            model: page.shown.lines || []
            delegate: Text {
                required property string modelData
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: modelData
                color: page.look.inkSoft
                font.pixelSize: 40 * page.unit
                wrapMode: Text.WordWrap
            }
        }
    }

    Item {
        id: mark
        visible: page.cross.length > 0
        readonly property real arm: 90 * page.unit
        x: page.cross.length > 0 ? page.cross[0] * page.width : 0
        y: page.cross.length > 0 ? page.cross[1] * page.height : 0
        Rectangle {
            x: -width / 2; y: -height / 2
            width: mark.arm * 1.3; height: width; radius: width / 2
            color: page.look.surface
            border.width: Math.max(2, 4 * page.unit)
            border.color: page.look.brand
        }
        Rectangle {
            x: -width / 2; y: -height / 2
            width: mark.arm * 2; height: Math.max(2, 6 * page.unit); color: page.look.brand
        }
        Rectangle {
            x: -width / 2; y: -height / 2
            width: Math.max(2, 6 * page.unit); height: mark.arm * 2; color: page.look.brand
        }
    }

    MultiPointTouchArea {
        anchors.fill: parent
        mouseEnabled: true
        maximumTouchPoints: 1
        onReleased: points => page.touched(points[0].x / page.width, points[0].y / page.height)
    }
}
