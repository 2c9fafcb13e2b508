"""Keeps a window full screen on its output while outputs come, go and change."""

import logging

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen, QWindow

from vuoro.hardware.screen.outputs import output_for

log = logging.getLogger(__name__)


class Placing(QObject):
    """One window and the output of the settings; ``""`` means the first by name.

    Emits ``placed`` with the name of the output, or with ``""`` when it is gone and the window
    waits for it, hidden.
    """

    placed = Signal(str)

    def __init__(self, window: QWindow, output: str) -> None:
        super().__init__()
        self._window, self._output = window, output
        self._on: QScreen | None = None
        self._waiting = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.settle)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._changed)
        app.screenRemoved.connect(self._removed)
        self._app = app

    def close(self) -> None:
        """Look after it no more."""
        self._soon.stop()
        self._app.screenAdded.disconnect(self._changed)
        self._app.screenRemoved.disconnect(self._removed)
        self._leave()

    def settle(self) -> None:
        """Put the window where it belongs now, or hide it."""
        screen = screen_for(self._output)
        if screen is None:
            self._wait()
        elif not self._fills(screen):
            self._put(screen)

    def _fills(self, screen: QScreen) -> bool:
        # Sizes only: on Wayland a window does not know where it is.
        on_it = screen is self._on and self._window.isVisible()
        return on_it and self._window.size() == screen.size()

    def _put(self, screen: QScreen) -> None:
        self._leave()
        # A window that is up stays on the output it was sent to: it goes down first.
        self._window.hide()
        self._window.setScreen(screen)
        self._window.setGeometry(screen.geometry())
        self._window.showFullScreen()
        screen.geometryChanged.connect(self._changed)
        self._on, self._waiting = screen, False
        size = screen.size()
        log.info(
            "the window is on its output",
            extra={"output": screen.name(), "width": size.width(), "height": size.height()},
        )
        self.placed.emit(screen.name())

    def _wait(self) -> None:
        if self._waiting:
            return
        self._waiting = True
        self._leave()
        self._window.hide()
        log.warning("the output is not there", extra={"output": self._output or "any"})
        self.placed.emit("")

    def _leave(self) -> None:
        if self._on is not None:
            self._on.geometryChanged.disconnect(self._changed)
            self._on = None

    def _removed(self, screen: QScreen) -> None:
        if screen is self._on:
            # It is as good as deleted; the window must not follow Qt to another output.
            self._on = None
            self._window.hide()
        self._changed()

    def _changed(self, *_: object) -> None:
        # After all that the compositor has to tell of one plug.
        self._soon.start(0)


def screen_for(output: str) -> QScreen | None:
    """The screen of that output, if it is there now."""
    screens = {screen.name(): screen for screen in QGuiApplication.screens() if _is_real(screen)}
    name = output_for(output, tuple(screens))
    return None if name is None else screens[name]


def size_on(output: str, otherwise: QSize) -> QSize:
    """What a full-screen window on that output measures; ``otherwise`` while it is not there."""
    screen = screen_for(output)
    return otherwise if screen is None else screen.size()


def _is_real(screen: QScreen) -> bool:
    """Not the stand-in that Qt makes where no output is."""
    return not screen.geometry().isEmpty()
