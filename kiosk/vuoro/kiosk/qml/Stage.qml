import QtQuick

// The place of a screen: words first, actions after. Portrait stacks them, landscape sets them side
// by side, reach mode moves the actions down to where a seated person's hand is.
Item {
    id: stage

    property alias words: column.data
    property alias actions: area.data
    property bool alone: false
    property real share: 0.44
    property real headroom: 8
    property real needed: 0
    readonly property bool side: !look.portrait && !alone
    readonly property real room: area.height
    readonly property real wordsBottom: column.y + column.implicitHeight
    readonly property real low: look.portrait ? look.height * 2 / 3 - y : look.height / 2 - y
    readonly property real floor: height - (side ? 0 : view.navShown ? look.button + look.gap : 0)
    readonly property real reachable: Math.max(0, Math.min(low, floor - needed))

    Column {
        id: column

        width: stage.side ? stage.width * stage.share : stage.width
        y: stage.alone ? Math.max(0, (stage.height - implicitHeight) * 0.4) : look.portrait ? look.mm * (look.reach ? 4 : headroom) : Math.max(0, Math.min(look.mm * (headroom > 20 ? 16 : 4), stage.height - implicitHeight - (view.navShown ? look.button + look.gap : 0)))
        spacing: look.gap
    }

    Item {
        id: area

        visible: !stage.alone
        x: stage.side ? stage.width * stage.share + look.mm * 16 : 0
        width: stage.width - x
        y: stage.side ? (look.reach ? stage.reachable : look.mm * 4)
                      : look.reach ? Math.max(stage.wordsBottom + look.gap, stage.reachable)
                                   : Math.min(stage.wordsBottom + look.mm * 10, Math.max(stage.wordsBottom + look.gap, stage.floor - stage.needed))
        height: Math.max(0, stage.floor - y)
    }
}
