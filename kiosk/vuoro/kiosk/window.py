"""The window: one QML scene on the glass."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtQml import qmlRegisterType
from PySide6.QtQuick import QQuickView

from vuoro.core import look
from vuoro.kiosk.codes import CodeImages
from vuoro.kiosk.glass import Glass
from vuoro.kiosk.live_picture import LivePicture

LOW = ("Noto Sans Arabic UI", "Noto Sans Thai UI")
"""Letters no higher than Latin ones need room for, so that they fit into the same buttons."""
QML = Path(__file__).with_name("qml")


class BrokenWindow(Exception):
    """The QML that ships with the kiosk doesn't load; the message says where."""


def set_fonts() -> None:
    """Our own letters first, Noto for every script they don't have."""
    for file in look.fonts():
        QFontDatabase.addApplicationFont(str(file))
    QGuiApplication.setFont(font())


def font() -> QFont:
    """The font of the kiosk."""
    font = QFont()
    font.setFamilies([look.FAMILY, *LOW, *look.FALLBACKS, "sans-serif"])
    return font


def open_window(glass: Glass, size: QSize) -> QQuickView:
    """A window with the kiosk in it, not shown yet. Raises BrokenWindow."""
    view = QQuickView()
    view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    view.setTitle("Vuoro")
    _tell_qml()
    view.engine().addImageProvider("code", CodeImages())
    glass.resize(size.width(), size.height())
    context = view.rootContext()
    context.setContextProperty("look", glass.look)
    context.setContextProperty("view", glass.view)
    context.setContextProperty("kiosk", glass)
    context.setContextProperty("viewfinder", glass.viewfinder)
    view.resize(size)
    view.setSource(QUrl.fromLocalFile(str(QML / "Kiosk.qml")))
    if view.status() is not QQuickView.Status.Ready:
        raise BrokenWindow("; ".join(error.toString() for error in view.errors()))
    view.widthChanged.connect(lambda _: glass.resize(view.width(), view.height()))
    view.heightChanged.connect(lambda _: glass.resize(view.width(), view.height()))
    return view


@cache
def _tell_qml() -> None:
    """Of the items that are ours, once a process."""
    # The stubs want bytes, the function itself does not take them.
    qmlRegisterType(LivePicture, "Vuoro", 1, 0, "LivePicture")  # type: ignore[call-overload]


def close_window(view: QQuickView) -> None:
    """Take the scene down while what it looks at still exists."""
    view.close()
    view.setSource(QUrl())
    view.deleteLater()
