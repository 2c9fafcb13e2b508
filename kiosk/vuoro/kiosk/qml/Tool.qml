import QtQuick

// A small button of the footer: icon above its word.
Touchable {
    id: tool

    required property var modelData
    readonly property string text: modelData.text
    readonly property string icon: modelData.icon
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
        border.color: tool.checked ? look.brand : look.edge
    }

    Column {
        anchors.centerIn: parent
        width: parent.width - look.gap / 2
        spacing: look.mm * 0.6

        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: look.mm * 2

            Icon {
                name: tool.icon
                size: look.mm * 10.5
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

        Words {
            role: "small"
            text: tool.text
            width: parent.width
            height: look.footWord
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            fontSizeMode: Text.Fit
            minimumPixelSize: look.mm * 5
            lineHeight: 1
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
