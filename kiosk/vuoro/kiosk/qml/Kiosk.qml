import QtQuick

// The whole glass: header, one screen, footer.
Rectangle {
    id: root

    readonly property string screen: view.idle ? "idle-warning" : view.screen

    objectName: "kiosk"
    color: look.ground

    MouseArea {
        anchors.fill: parent
        onClicked: kiosk.press("stay", "")
    }

    Header {
        id: header

        x: look.margin
        width: root.width - 2 * look.margin
        height: look.header
    }

    Loader {
        id: stage

        objectName: "screen"
        x: look.margin
        y: header.height
        width: root.width - 2 * look.margin
        height: root.height - y - footer.height - look.gap
        source: view.layout === "" ? "" : view.layout + ".qml"
    }

    Nav {
        x: look.margin
        width: look.portrait ? root.width - 2 * look.margin : (root.width - 2 * look.margin) * 0.44
        y: root.height - footer.height - look.gap - height
    }

    Footer {
        id: footer

        y: root.height - height
        width: root.width
    }

    Loader {
        anchors.fill: parent
        active: view.idle
        source: "IdleSheet.qml"
    }

    Taken {
        anchors.fill: parent
    }
}
