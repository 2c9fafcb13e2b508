import QtQuick

// The place of a screen: words first, actions after. Portrait stacks them, landscape sets them side
// by side; reach mode leaves the words above and puts the actions into the lowest third of the glass,
// at the side of one hand. Words that need more room than there is ask for smaller letters.
Item {
    id: stage

    property alias words: column.data
    property alias actions: area.data
    property bool alone: false
    // The actions take the whole width in reach mode, with back and start again below them.
    property bool wide: false
    property real share: 0.44
    property real headroom: 8
    property real needed: 0
    // What the actions take of the side of the words, above back and start again.
    property real kept: 0
    // How much wider a word is than its button.
    property real overflow: 0
    readonly property bool side: !look.portrait && !look.reach && !alone
    readonly property real navRow: view.navShown ? look.button + look.gap : 0
    readonly property real room: area.height
    readonly property real low: look.low - y_
    readonly property real y_: look.header
    readonly property real floor: height - (look.reach ? (wide ? navRow : 0) : side ? 0 : navRow)
    readonly property real upper: look.mm * (look.reach || !look.portrait ? 4 : headroom)
    // How high the words can be.
    readonly property real wordsRoom: (look.reach ? low - look.gap * 2
                                       : side ? height - navRow - kept
                                       : alone ? floor
                                       : floor - needed - look.gap) - upper
    readonly property real lacking: Math.max(column.implicitHeight - wordsRoom, alone ? 0 : Math.max(needed - room, overflow))
    readonly property real wordsBottom: column.y + column.implicitHeight

    // Places are measured when they are settled: rows and columns are placed a picture later, and
    // until then a screen may seem too full that is not.
    function settle(item) {
        for (const child of item.children)
            settle(child)
        if (item.forceLayout)
            item.forceLayout()
    }

    function fit() {
        settle(stage)
        settle(stage)
        // Half a pixel too little is none.
        while (stage.lacking > 0.5 && kiosk.tighten()) {
            settle(stage)
            settle(stage)
        }
    }

    onLackingChanged: if (lacking > 0.5) fitting.restart()
    Component.onCompleted: fitting.start()

    // Not Qt.callLater, which calls on a screen that has gone meanwhile.
    Timer {
        id: fitting

        interval: 0
        onTriggered: stage.fit()
    }

    Column {
        id: column

        x: stage.side && look.rtl ? stage.width - width : 0
        width: stage.side ? stage.width * stage.share : stage.width
        y: stage.alone ? Math.max(0, (stage.floor - implicitHeight) * 0.4)
           : look.portrait || look.reach ? stage.upper
           : Math.max(0, Math.min(look.mm * (stage.headroom > 20 ? 16 : 4), stage.height - implicitHeight - stage.navRow - stage.kept))
        spacing: look.gap
    }

    Item {
        id: area

        readonly property real beside: stage.width * stage.share + look.mm * 16
        readonly property real shy: stage.wide ? 0 : look.nav + look.gap

        visible: !stage.alone
        x: look.reach ? (look.left ? 0 : shy) : stage.side && !look.rtl ? beside : 0
        width: stage.width - (look.reach ? shy : stage.side ? beside : 0)
        y: look.reach ? stage.low
           : stage.side ? look.mm * 4
           : Math.min(stage.wordsBottom + look.mm * 10, Math.max(stage.wordsBottom + look.gap, stage.floor - stage.needed))
        height: Math.max(0, stage.floor - y)
    }
}
