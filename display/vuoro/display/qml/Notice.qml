// A board without calls: a word of welcome, or that the office is closed, in the board's languages.
import QtQuick

Column {
    id: notice
    required property var look
    required property var at
    required property var words
    spacing: at.unit * 76

    Repeater {
        model: notice.words.title.length
        Column {
            required property int index
            width: notice.width
            spacing: notice.at.unit * (index === 0 ? 26 : 14)
            Text {
                width: parent.width
                text: notice.words.title[index]
                color: index === 0 ? notice.look.brand : notice.look.ink
                font.family: notice.look.family
                font.weight: index === 0 ? Font.Bold : Font.DemiBold
                font.pixelSize: Math.round(notice.at.unit * (index === 0 ? 168 : 92))
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 12
                textFormat: Text.PlainText
            }
            Text {
                width: parent.width
                text: notice.words.detail[index] ?? ""
                visible: text !== ""
                color: index === 0 ? notice.look.ink : notice.look.inkSoft
                font.family: notice.look.family
                font.pixelSize: Math.round(notice.at.unit * (index === 0 ? 76 : 56))
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 12
                textFormat: Text.PlainText
            }
        }
    }
}
