// The foot: the time, the office and one line, and how many wait; or that the connection is lost.
import QtQuick

Item {
    id: foot
    required property var look
    required property var at
    required property var words
    required property var lost
    readonly property bool isLost: lost.words.length > 0
    readonly property string figure: isLost ? lost.age : words.waiting
    readonly property real gap: at.unit * 44

    Text {
        id: clock
        anchors.verticalCenter: parent.verticalCenter
        text: foot.words.clock
        color: foot.look.ink
        font.family: foot.look.family
        font.weight: Font.DemiBold
        font.features: ({ "tnum": 1 })
        font.pixelSize: Math.round(foot.at.foot_font * 1.5)
        textFormat: Text.PlainText
    }
    Rectangle {
        id: bar
        x: clock.width + foot.gap
        width: Math.max(1, foot.at.unit * 2)
        height: parent.height * 0.62
        anchors.verticalCenter: parent.verticalCenter
        color: foot.look.line
    }
    Item {
        id: mark
        visible: foot.isLost
        x: bar.x + foot.gap
        width: visible ? foot.at.foot_font * 1.3 : 0
        height: foot.at.foot_font * 1.3
        anchors.verticalCenter: parent.verticalCenter
        Rectangle {
            anchors.fill: parent
            radius: width / 2
            color: "transparent"
            border.width: foot.at.foot_font * 0.1
            border.color: foot.look.warn
        }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: parent.height * 0.24
            width: foot.at.foot_font * 0.12
            height: parent.height * 0.32
            radius: width / 2
            color: foot.look.warn
        }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: parent.height * 0.66
            width: foot.at.foot_font * 0.14
            height: width
            radius: width / 2
            color: foot.look.warn
        }
    }
    Column {
        id: middle
        x: foot.isLost ? mark.x + mark.width + foot.gap * 0.6 : bar.x + foot.gap
        width: end.x - x - foot.gap
        anchors.verticalCenter: parent.verticalCenter
        Text {
            width: parent.width
            text: foot.isLost ? foot.lost.words[0] : foot.words.office
            color: foot.isLost ? foot.look.warn : foot.look.inkSoft
            font.family: foot.look.family
            font.weight: foot.isLost ? Font.DemiBold : Font.Normal
            font.pixelSize: Math.round(foot.isLost ? foot.at.foot_font * 0.7 : foot.at.small_font)
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 10
            textFormat: Text.PlainText
            elide: Text.ElideRight
        }
        Text {
            width: parent.width
            text: foot.isLost ? (foot.lost.words[1] ?? "") : foot.words.line
            visible: text !== ""
            color: foot.isLost ? foot.look.warn : foot.look.ink
            font.family: foot.look.family
            font.weight: Font.DemiBold
            font.pixelSize: Math.round(foot.isLost ? foot.at.foot_font * 0.7 : foot.at.foot_font)
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 10
            textFormat: Text.PlainText
            elide: Text.ElideRight
        }
    }
    Item {
        id: end
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        height: parent.height
        width: figure.width

        Row {
            id: figure
            visible: foot.figure !== ""
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            spacing: foot.at.unit * 20
            Text {
                anchors.verticalCenter: parent.verticalCenter
                text: foot.figure
                color: foot.look.ink
                font.family: foot.look.family
                font.weight: Font.DemiBold
                font.features: ({ "tnum": 1 })
                font.pixelSize: Math.round(foot.at.foot_font * 1.5)
                textFormat: Text.PlainText
            }
            Column {
                anchors.verticalCenter: parent.verticalCenter
                Repeater {
                    model: foot.isLost ? foot.lost.age_words : foot.words.waiting_words
                    Text {
                        required property string modelData
                        text: modelData
                        color: foot.look.inkSoft
                        font.family: foot.look.family
                        font.pixelSize: Math.round(foot.at.small_font)
                        textFormat: Text.PlainText
                    }
                }
            }
        }
    }
}
