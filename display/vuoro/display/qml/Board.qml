// The waiting-room board: the newest call and those before it, or a notice; the foot below.
import QtQuick

Rectangle {
    id: root
    required property QtObject board
    readonly property var view: board.calls
    readonly property var at: board.layout
    readonly property var look: board.look
    color: look.ground

    Item {
        id: stage
        x: root.board.shift[0] * root.at.unit
        y: root.board.shift[1] * root.at.unit
        width: root.width
        height: root.height

        Loader {
            x: root.at.margin
            y: root.at.margin
            active: !!root.view.newest
            sourceComponent: Item {
                CallCard {
                    width: root.at.left
                    height: root.at.card_height
                    look: root.look
                    at: root.at
                    call: root.view.newest ?? ({ number: "", counter: "", place: "", names: [] })
                    serial: root.view.serial
                    accent: root.board.mark
                }
                Repeater {
                    model: root.view.previous.slice(0, root.at.below)
                    CallRow {
                        required property int index
                        required property var modelData
                        x: root.at.card_padding
                        y: root.at.card_height + index * root.at.row_pitch
                        // No wider than reads as one line: number and counter belong together.
                        width: Math.min(root.at.left - 2 * root.at.card_padding, 1.2 * (root.at.right - 2 * root.at.inset))
                        height: root.at.row_pitch
                        look: root.look
                        at: root.at
                        call: modelData
                        size: root.at.row_fonts[0]
                        ruled: index > 0
                    }
                }
                Rectangle {
                    x: root.at.list_x
                    y: root.at.list_y
                    width: root.at.right
                    height: root.at.row_pitch * root.at.row_fonts.length
                    radius: root.at.unit * root.look.radius
                    color: root.look.surface

                    Column {
                        visible: root.view.previous.length <= root.at.below && root.view.history.length === 0
                        anchors.centerIn: parent
                        width: parent.width - 4 * root.at.inset
                        spacing: root.at.unit * 12
                        Repeater {
                            model: root.view.empty
                            Text {
                                required property string modelData
                                width: parent.width
                                horizontalAlignment: Text.AlignHCenter
                                wrapMode: Text.WordWrap
                                text: modelData
                                color: root.look.inkSoft
                                font.family: root.look.family
                                font.pixelSize: Math.round(root.at.foot_font)
                                textFormat: Text.PlainText
                            }
                        }
                    }
                }
                Repeater {
                    model: root.view.previous.slice(root.at.below).concat(root.view.history).slice(0, root.at.row_fonts.length)
                    CallRow {
                        required property int index
                        required property var modelData
                        x: root.at.list_x + root.at.inset
                        y: root.at.list_y + index * root.at.row_pitch
                        width: root.at.right - 2 * root.at.inset
                        height: root.at.row_pitch
                        look: root.look
                        at: root.at
                        call: modelData
                        size: root.at.row_fonts[index]
                        ruled: index > 0
                    }
                }
            }
        }
        Notice {
            x: root.at.margin * 2
            width: parent.width - 2 * x
            y: (root.height - root.at.foot_height - height) / 2
            look: root.look
            at: root.at
            words: root.view.notice
        }
        Rectangle {
            y: foot.y
            x: root.at.margin
            width: foot.width
            height: Math.max(1, root.at.unit * 2)
            color: root.look.line
        }
        Foot {
            id: foot
            objectName: "foot"
            x: root.at.margin
            y: root.height - root.at.foot_height
            width: parent.width - 2 * x
            height: root.at.foot_height
            look: root.look
            at: root.at
            words: root.board.foot.words
            lost: root.board.foot.lost
        }
    }
}
