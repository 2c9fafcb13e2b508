"""The page of setup: full screen on every screen, told what to show, and telling touches.

It runs as the user of the screens, and decides nothing: pages come in as lines, touches go out.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSize, QSocketNotifier, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QScreen
from PySide6.QtQuick import QQuickView, QQuickWindow

from vuoro.core import look
from vuoro.kiosk.codes import CodeImages
from vuoro.kiosk.window import set_fonts
from vuoro.lobby.appliance.setup.orientation import Point
from vuoro.lobby.appliance.setup.shown import Pressed, Shown, pressed_line, read_shown

QML = Path(__file__).with_name("qml") / "SetupPage.qml"
_NAMES = {"ink-soft": "inkSoft", "brand-ink": "brandInk"}


class BrokenPage(Exception):
    """The QML that ships doesn't load; the message says where."""


class PageWindow(QObject):
    """The page on one screen."""

    def __init__(self, told: Callable[[Pressed], None], output: str) -> None:
        super().__init__()
        self.output = output
        self._told = told
        self.view = QQuickView()
        self.view.setTitle("Vuoro")
        self.view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.view.setFlag(Qt.WindowType.FramelessWindowHint)
        self.view.setColor(QColor(_colours()["ground"]))
        self.view.engine().addImageProvider("code", CodeImages())
        self.view.setInitialProperties({"look": _colours()})
        self.view.setSource(QUrl.fromLocalFile(str(QML)))
        if self.view.status() is not QQuickView.Status.Ready:
            raise BrokenPage("; ".join(error.toString() for error in self.view.errors()))
        self.view.rootObject().touched.connect(self._touched)  # type: ignore[attr-defined]

    def open(self, screen: QScreen) -> None:
        """Cover a screen."""
        self.view.setScreen(screen)
        self.view.setGeometry(screen.geometry())
        self.view.showFullScreen()

    def size(self, size: QSize) -> None:
        """Be a window of this size, for pictures."""
        self.view.resize(size)
        self.view.show()

    def show(self, shown: Shown) -> None:
        """Show this from the next frame on."""
        root = self.view.rootObject()
        page = asdict(shown)
        cross: Point | None = (shown.crosses or {}).get(self.output)
        page |= {"lines": [*shown.lines], "words": [*shown.words], "rows": [*page["rows"]]}
        del page["crosses"]
        root.setProperty("shown", page)
        root.setProperty("cross", [*cross] if cross else [])

    def close(self) -> None:
        """Take it off the screen."""
        self.view.close()
        self.view.setSource(QUrl())
        self.view.deleteLater()

    def _touched(self, x: float, y: float) -> None:
        self._told(Pressed(self.output, (x, y)))


class Pages(QObject):
    """The page on every screen there is, also on one that is plugged in later."""

    def __init__(self, app: QGuiApplication, told: Callable[[Pressed], None]) -> None:
        super().__init__()
        self._told = told
        self._shown = Shown()
        self._windows: dict[str, PageWindow] = {}
        for screen in app.screens():
            self._plugged(screen)
        app.screenAdded.connect(self._plugged)
        app.screenRemoved.connect(self._unplugged)

    def show(self, shown: Shown) -> None:
        """Show a page on every screen."""
        self._shown = shown
        for window in self._windows.values():
            window.show(shown)

    def close(self) -> None:
        for window in self._windows.values():
            window.close()
        self._windows.clear()

    def _plugged(self, screen: QScreen) -> None:
        window = self._windows[screen.name()] = PageWindow(self._told, screen.name())
        window.show(self._shown)
        window.open(screen)

    def _unplugged(self, screen: QScreen) -> None:
        if window := self._windows.pop(screen.name(), None):
            window.close()


def main() -> int:
    """Show what comes in on standard input until it ends; the exit status."""
    QQuickWindow.setSceneGraphBackend("software")
    app = QGuiApplication(["vuoro-setup-page"])
    app.setOverrideCursor(Qt.CursorShape.BlankCursor)
    set_fonts()
    pages = Pages(app, _say)
    told = _Lines(lambda line: pages.show(read_shown(line)), app.quit)
    code = app.exec()
    told.close()
    pages.close()
    return code


class _Lines(QObject):
    """Whole lines of standard input, and its end."""

    def __init__(self, take: Callable[[str], None], ended: Callable[[], None]) -> None:
        super().__init__()
        self._take, self._ended, self._rest = take, ended, b""
        self._waits = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        self._waits.activated.connect(self._read)

    def close(self) -> None:
        self._waits.setEnabled(False)

    def _read(self) -> None:
        piece = os.read(sys.stdin.fileno(), 65_536)
        if not piece:
            self._waits.setEnabled(False)
            self._ended()
            return
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            self._take(line.decode())


def _say(pressed: Pressed) -> None:
    sys.stdout.write(pressed_line(pressed))
    sys.stdout.flush()


def _colours() -> dict[str, Any]:
    tokens = look.load(None)
    colours = {_NAMES.get(name, name): value for name, value in tokens.colours["light"].items()}
    return colours | {"radius": tokens.sizes["radius-kiosk"]}
