import QtQuick

// The lower left corner, found by touch: a mark is on the frame beside it, at the same place in
// every language. Three seconds on it begin or end reading aloud; a shorter touch is for what lies below.
MouseArea {
    objectName: "speech-corner"
    width: look.mm * 45
    height: width
    propagateComposedEvents: true
    pressAndHoldInterval: 3000
    onPressAndHold: kiosk.press("speech", "")
    onClicked: mouse => mouse.accepted = false
}
