import QtQuick

// A small button of the footer: icon above its word. One that is not as it is for everybody has a
// thicker edge.
Touchable {
    id: tool

    required property var modelData
    readonly property int step: modelData.step

    button: modelData.button
    words: modelData.spoken
    checked: modelData.checked
    enabled: modelData.enabled
    height: look.tool

    Rectangle {
        anchors.fill: parent
        radius: look.radius * 0.75
        color: tool.down ? look.surfaceDown : look.surface
        border.width: tool.checked ? look.stroke * 2 : look.stroke
        border.color: tool.checked ? look.brand : tool.enabled ? look.edge : look.line
    }

    Row {
        id: pictures

        y: look.mm * 1.6
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: look.mm * 2

        Icon {
            name: tool.modelData.icon
            size: look.mm * 8.5
            color: tool.checked ? look.brand : tool.enabled ? look.ink : look.inkSoft
        }

        Row {
            visible: tool.step >= 0
            anchors.verticalCenter: parent.verticalCenter
            spacing: look.mm

            Repeater {
                model: tool.step >= 0 ? 3 : 0

                Rectangle {
                    required property int index

                    width: look.mm * 2.4
                    height: width
                    radius: width / 2
                    color: index <= tool.step ? look.ink : "transparent"
                    border.width: look.stroke / 2
                    border.color: look.ink
                }
            }
        }
    }

    // A word that is too long for its place is made smaller; several go below each other.
    Words {
        id: probe

        visible: false
        text: tool.modelData.text
        width: label.width
        wrapMode: Text.WordWrap
        font.pixelSize: Math.ceil(look.least)
    }

    Words {
        id: label

        text: tool.modelData.text
        x: look.mm * 0.4
        y: pictures.y + pictures.height
        width: parent.width - 2 * x
        height: parent.height - y - look.mm * 0.2
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        font.pixelSize: Math.ceil(look.least)
        wrapMode: Text.WordWrap
        fontSizeMode: probe.contentWidth > width ? Text.Fit : Text.FixedSize
        minimumPixelSize: look.mm * 8
        lineHeight: 0.8
        color: tool.checked ? look.brand : tool.enabled ? look.ink : look.inkSoft
        Accessible.ignored: true
    }
}
