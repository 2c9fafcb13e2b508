// Text whose box is its capital letters, so that things align by what is seen.
import QtQuick

Item {
    id: caps
    required property var look
    property alias text: label.text
    property alias color: label.color
    property alias weight: label.font.weight
    property real size: 10
    property alias align: label.horizontalAlignment
    implicitHeight: size * look.cap
    implicitWidth: label.implicitWidth

    Text {
        id: label
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        font.family: caps.look.family
        font.pixelSize: Math.max(1, Math.round(caps.size))
        font.features: ({ "tnum": 1 })
        textFormat: Text.PlainText
        elide: Text.ElideRight
        maximumLineCount: 1
    }
}
