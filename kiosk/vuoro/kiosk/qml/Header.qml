import QtQuick

// Logo, office and clock. A press of three seconds on the clock asks for the staff menu.
Item {
    id: header

    Image {
        id: logo

        visible: look.logo !== ""
        anchors.left: parent.left
        source: look.logo
        height: look.mm * 16
        width: visible ? Math.min(implicitWidth * height / Math.max(1, implicitHeight), look.mm * 80) : 0
        fillMode: Image.PreserveAspectFit
        anchors.verticalCenter: parent.verticalCenter
    }

    Rectangle {
        id: mark

        anchors.left: parent.left
        visible: !logo.visible
        width: look.mm * 15
        height: width
        radius: look.mm * 4
        color: look.brand
        anchors.verticalCenter: parent.verticalCenter

        Icon {
            anchors.centerIn: parent
            name: "ticket"
            size: parent.width * 0.62
            color: look.brandInk
        }
    }

    Words {
        anchors.left: logo.visible ? logo.right : mark.right
        anchors.leftMargin: look.gap
        anchors.right: clock.left
        anchors.rightMargin: look.gap
        anchors.verticalCenter: parent.verticalCenter
        height: parent.height * 0.8
        verticalAlignment: Text.AlignVCenter
        role: "strong"
        text: view.office
        font.pixelSize: look.least * 1.05
        fontSizeMode: Text.Fit
        minimumPixelSize: look.mm * 8
        lineHeight: 1
    }

    Item {
        id: clock

        property bool long: false
        readonly property bool unmirrored: true
        readonly property bool touchable: true

        objectName: "clock"
        width: time.implicitWidth + look.gap
        height: parent.height
        anchors.right: parent.right

        Words {
            id: time

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: view.clock
            font.pixelSize: look.least * 1.05
            font.features: ({ "tnum": 1 })
            wrapMode: Text.NoWrap
        }

        MouseArea {
            anchors.fill: parent
            pressAndHoldInterval: 3000
            onPressed: clock.long = false
            onPressAndHold: clock.long = true
            onReleased: if (clock.long && containsMouse) kiosk.press("staff", "")
        }
    }
}
