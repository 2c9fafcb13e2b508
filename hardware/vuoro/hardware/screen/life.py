"""Signs of life of a window for systemd, from the thread that paints and only while it paints."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtQuick import QQuickView

from vuoro.core.service_manager import ServiceManager
from vuoro.hardware.screen.pulse import Pulse

NO_SCREEN_MS = 10_000
"""So long a program waits for its first picture before it counts as ready without a screen."""


class Life(QObject):
    """The life of one window. Emits ``ready`` once: its first picture was seen, or no screen is
    there to show one; a missing screen is no reason to be killed."""

    ready = Signal()

    def __init__(self, view: QQuickView, manager: ServiceManager) -> None:
        super().__init__()
        self._view, self._manager = view, manager
        self._pulse = Pulse()
        self._is_ready = False
        self._waits = _timer(self, self._nothing_to_see, NO_SCREEN_MS)
        self._waits.setSingleShot(True)
        period = manager.period
        self._beats = None if period is None else _timer(self, self._beat, int(period * 1000))
        view.frameSwapped.connect(self._swapped)

    def start(self) -> None:
        """Begin, at the latest when the window is put up."""
        self._waits.start()
        if self._beats is not None:
            self._beats.start()

    def status(self, text: str) -> None:
        """How the window is, for ``systemctl status``."""
        self._manager.status(text)

    def close(self) -> None:
        """The program is about to end; it may take its time."""
        self._waits.stop()
        if self._beats is not None:
            self._beats.stop()
        self._view.frameSwapped.disconnect(self._swapped)
        self._manager.stopping()

    def _swapped(self) -> None:
        self._pulse = self._pulse.seen()
        if not self._is_ready:
            self._become_ready()

    def _nothing_to_see(self) -> None:
        if self._is_ready:
            return
        if paintable(self._view):
            # It has a screen and paints nothing: systemd's start limit ends that.
            self._waits.start()
        else:
            self._become_ready()

    def _become_ready(self) -> None:
        self._is_ready = True
        self._waits.stop()
        self._manager.ready()
        self.ready.emit()

    def _beat(self) -> None:
        self._pulse, alive = self._pulse.beat(paintable=paintable(self._view))
        if alive:
            self._manager.alive()
        if self._pulse.asked:
            self._view.update()


def paintable(window: QWindow) -> bool:
    """Whether what is painted now would be seen; not while its output is gone or asleep."""
    return window.isVisible() and window.isExposed()


def _timer(owner: Life, when: object, milliseconds: int) -> QTimer:
    timer = QTimer(owner)
    timer.setInterval(milliseconds)
    timer.timeout.connect(when)
    return timer
