import QtQuick

// One service: its name, and how many are ahead and how long it takes.
Touchable {
    id: card

    property string name
    property string hint
    property string ahead
    property string wait
    readonly property string facts: [ahead, wait].filter(part => part !== "").join(narrow ? "\n" : " · ")
    readonly property bool narrow: width < look.mm * 190

    implicitHeight: Math.max(look.button, words_.needed + (look.reach ? 0 : look.gap * 0.6))
    button: "service"
    words: [name, hint, ahead, wait].filter(part => part !== "").join(". ")

    Rectangle {
        anchors.fill: parent
        radius: look.radius
        color: !card.enabled ? look.ground : card.down ? look.surfaceDown : look.surface
        border.width: look.stroke
        border.color: card.enabled ? look.edge : look.line
    }

    Column {
        id: words_

        readonly property real needed: title.implicitHeight + (card.facts === "" ? 0 : facts_.implicitHeight) + spacing * 2 + (look.reach ? look.mm * 0.6 : look.gap)

        anchors.left: parent.left
        anchors.leftMargin: look.gap * 1.4
        width: parent.width - look.gap * 1.4 - (arrow.visible ? arrow.width + look.gap * 2 : look.gap)
        anchors.verticalCenter: parent.verticalCenter
        spacing: look.reach ? 0 : look.mm * 1.5

        Words {
            id: title

            role: "strong"
            text: card.name
            lineHeight: look.reach ? 0.88 : 1.12
            color: card.enabled ? look.ink : look.inkSoft
            width: parent.width
            Accessible.ignored: true
        }

        Words {
            role: "small"
            text: card.hint
            visible: text !== "" && card.enabled && card.height > words_.needed + implicitHeight + words_.spacing + look.gap * 0.6
            color: look.inkSoft
            width: parent.width
            Accessible.ignored: true
        }

        Words {
            id: facts_

            visible: text !== ""
            role: "small"
            text: card.facts
            lineHeight: look.reach ? 0.88 : 1.12
            color: card.enabled ? look.brand : look.inkSoft
            font.weight: Font.DemiBold
            font.features: ({ "tnum": 1 })
            width: parent.width
            Accessible.ignored: true
        }
    }

    Icon {
        id: arrow

        visible: card.enabled && !card.narrow && !look.reach
        name: "next"
        size: look.mm * 12
        color: look.brand
        anchors.right: parent.right
        anchors.rightMargin: look.gap * 1.4
        anchors.verticalCenter: parent.verticalCenter
    }
}
