"""Keeps the screen map up to date while the kiosk runs."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtQuick import QQuickView

from vuoro.kiosk.controller import Controller
from vuoro.kiosk.flow.touching import DEAF
from vuoro.kiosk.screen_map import screen_map, write

SETTLED_MS = int(DEAF * 1000) + 30
"""A new screen is deaf for a moment; a driver that reads the map may touch at once."""


class MapWriter(QObject):
    """Writes the map a moment after every change."""

    def __init__(self, path: Path, window: QQuickView, controller: Controller) -> None:
        super().__init__()
        self._path, self._window, self._controller = path, window, controller
        self._content: dict[str, object] = {}
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._write)
        controller.changed.connect(lambda: self._later.start(SETTLED_MS))
        self._later.start(SETTLED_MS)

    def _write(self) -> None:
        root = self._window.rootObject()
        screen = str(root.property("screen"))
        content = screen_map(root, screen, self._controller.state.wishes.language)
        if content != self._content:
            self._content = content
            write(self._path, content)
