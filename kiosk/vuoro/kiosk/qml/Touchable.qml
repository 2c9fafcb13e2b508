import QtQuick

// Anything a finger can touch. It acts when the finger is lifted inside, never while it is held.
Item {
    id: touchable

    property string button
    property string value
    property string words
    readonly property bool touchable: true
    readonly property bool down: area.pressed && area.containsMouse
    // Keys are here, or the cursor of reading aloud.
    readonly property bool ringed: activeFocus || view.focus === objectName
    property bool checked: false
    property bool checkable: false

    function act() {
        kiosk.press(button, value)
    }

    objectName: value === "" ? button : button + "-" + value
    activeFocusOnTab: enabled
    Accessible.role: checkable ? Accessible.RadioButton : Accessible.Button
    Accessible.name: words
    Accessible.checkable: checkable
    Accessible.checked: checked
    Accessible.focusable: true
    Accessible.onPressAction: act()
    Keys.onSpacePressed: act()
    Keys.onReturnPressed: act()
    Keys.onEnterPressed: act()

    MouseArea {
        id: area

        anchors.fill: parent
        enabled: touchable.enabled
        onClicked: touchable.act()
    }

    Rectangle {
        anchors.fill: parent
        anchors.margins: -look.mm * 1.6
        visible: touchable.ringed
        color: "transparent"
        radius: look.radius + look.mm * 1.6
        border.width: look.mm * 0.6
        border.color: look.ink
    }

    Rectangle {
        anchors.fill: parent
        anchors.margins: -look.mm
        visible: touchable.ringed
        color: "transparent"
        radius: look.radius + look.mm
        border.width: look.mm
        border.color: look.accent
    }
}
