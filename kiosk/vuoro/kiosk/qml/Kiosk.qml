import QtQuick

// The whole glass: header, one screen, footer. Languages written from the right mirror it.
Rectangle {
    id: root

    readonly property string screen: view.idle ? "idle-warning" : view.screen

    objectName: "kiosk"
    color: look.ground
    LayoutMirroring.enabled: look.rtl
    LayoutMirroring.childrenInherit: true

    MouseArea {
        anchors.fill: parent
        onClicked: kiosk.press("stay", "")
    }

    // What a sheet covers can't be reached by key either.
    Item {
        id: page

        anchors.fill: parent
        enabled: !view.idle && view.zones.length === 0

        Header {
            x: look.margin
            width: root.width - 2 * look.margin
            height: look.header
        }

        Loader {
            id: stage

            objectName: "screen"
            x: look.margin
            y: look.header
            width: root.width - 2 * look.margin
            height: root.height - y - footer.height - look.gap
            source: view.layout === "" ? "" : view.layout + ".qml"
        }

        Nav {
            readonly property real across: root.width - 2 * look.margin

            width: look.reach ? (beside ? 2 * Math.min(look.nav, (across - 2 * look.gap) / 3) + look.gap : look.nav) : look.portrait ? across : across * 0.4
            x: look.reach ? (look.left ? root.width - look.margin - width : look.margin)
               : look.rtl ? root.width - look.margin - width : look.margin
            y: root.height - footer.height - look.gap - height
        }

        Footer {
            id: footer

            y: root.height - height
            width: root.width
        }
    }

    Corner {
        y: root.height - height
    }

    Loader {
        anchors.fill: parent
        active: view.idle
        source: "IdleSheet.qml"
    }

    Loader {
        anchors.fill: parent
        active: view.zones.length > 0
        source: "Zones.qml"
    }

    Taken {
        anchors.fill: parent
    }
}
