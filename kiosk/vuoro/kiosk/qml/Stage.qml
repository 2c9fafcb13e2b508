import QtQuick

// The place of a screen: words first, actions after. Portrait stacks them, landscape sets them side
// by side, reach mode moves the actions down to where a seated person's hand is.
Item {
    id: stage

    property alias words: column.data
    property alias actions: area.data
    property bool alone: false
    property real share: 0.44
    readonly property bool side: !look.portrait && !alone
    readonly property real room: area.height
    readonly property real wordsBottom: column.y + column.implicitHeight
    readonly property real low: look.portrait ? look.height * 2 / 3 - y : look.height / 2 - y

    Column {
        id: column

        width: stage.side ? stage.width * stage.share : stage.width
        y: stage.alone ? Math.max(0, (stage.height - implicitHeight) * 0.4) : look.portrait ? look.mm * 6 : look.mm * 4
        spacing: look.gap
    }

    Item {
        id: area

        visible: !stage.alone
        x: stage.side ? stage.width * stage.share + look.mm * 16 : 0
        width: stage.width - x
        y: stage.side ? (look.reach ? Math.max(0, stage.low) : look.mm * 4)
                      : Math.max(stage.wordsBottom + look.gap, look.reach ? stage.low : stage.wordsBottom + look.mm * 10)
        height: Math.max(0, stage.height - y - (stage.side ? 0 : view.navShown ? look.button + look.gap : 0))
    }
}
