"""A black sheet over all that a window shows."""

from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickItem, QQuickView

_SHEET = b"import QtQuick\nRectangle { color: 'black'; anchors.fill: parent; z: 10000 }\n"


def cover(view: QQuickView) -> QQuickItem:
    """A new sheet on this window, invisible."""
    component = QQmlComponent(view.engine(), view)
    component.setData(_SHEET, view.source())
    sheet = component.create()
    assert isinstance(sheet, QQuickItem), component.errorString()
    sheet.setVisible(False)
    sheet.setParent(view)
    sheet.setParentItem(view.contentItem())
    return sheet
