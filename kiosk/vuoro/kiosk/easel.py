"""A window that shows any state of the kiosk, for pictures and for tests."""

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSize, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtQuick import QQuickItem, QQuickView, QQuickWindow

from vuoro.core import look
from vuoro.core.catalogue import Catalogue, catalogue
from vuoro.core.clock import SteppingClock
from vuoro.hardware.scanners.preview import Preview
from vuoro.kiosk import PACKAGE
from vuoro.kiosk.flow.state import Config, State
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.kiosk.glass import Glass
from vuoro.kiosk.live_picture import LivePicture
from vuoro.kiosk.painter import Painter
from vuoro.kiosk.samples import NOW, samples
from vuoro.kiosk.screen_map import visible_items
from vuoro.kiosk.sizes import EYE_MM
from vuoro.kiosk.window import close_window, open_window, set_fonts

if TYPE_CHECKING:
    from vuoro.hardware.scanners.picture import GreyImage


LONGEST_SETTLING = 20
"""Rounds of smaller and smaller letters on a full screen."""


class Easel:
    """The glass with nothing behind it."""

    def __init__(
        self,
        width: int,
        height: int,
        width_mm: int,
        *,
        eye_mm: int = EYE_MM,
        words_in: Callable[[str], Catalogue] = lambda language: catalogue(PACKAGE, language),
    ) -> None:
        if QGuiApplication.instance() is None:
            QQuickWindow.setSceneGraphBackend("software")
            self._app = QGuiApplication(sys.argv[:1])
        set_fonts()
        self.complaints: list[str] = []
        """What Qt had to say about our QML; there should be nothing."""
        qInstallMessageHandler(lambda kind, context, message: self.complaints.append(message))
        self.pressed: list[tuple[str, str]] = []
        self.glass = Glass(look.load(), width_mm, self._on_press, eye_mm)
        self._seen: GreyImage | None = None
        clock = SteppingClock(NOW, elapsed=1000.0)
        self._painter = Painter(self.glass, clock, Config(), words_in)
        self._painter.paint(State())
        self.view: QQuickView = open_window(self.glass, QSize(width, height))
        self.view.show()

    def states(self, wishes: Wishes) -> Iterator[tuple[str, State]]:
        """Every screen there is, by name."""
        return samples(wishes)

    def show(self, state: State) -> None:
        """Put a state on the glass and let it settle."""
        self._painter.paint(state)
        for _ in range(LONGEST_SETTLING):
            before = self._letters()
            for _ in range(3):
                QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
                QCoreApplication.processEvents()
                for item in visible_items(self.root):
                    item.ensurePolished()
            # Words that turn out to need more room ask for smaller letters a moment later.
            QCoreApplication.processEvents()
            if self._letters() == before:
                break
        while any(item.property("progress") < 1 for item in self._images()):
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        for item in visible_items(self.root):
            if isinstance(item, LivePicture):
                self._see(item)

    def look_through(self, seen: "GreyImage | None") -> None:
        """Have a camera that sees this, on every screen from now on, or one that sends nothing."""
        # Time stands still, so the picture stays the newest.
        self.glass.viewfinder.preview = Preview(mirrored=False, mono=lambda: 0.0)
        self.glass.say(camera=True)
        self._seen = seen

    def picture(self) -> QImage:
        """The glass as it looks now."""
        return self.view.grabWindow()

    @property
    def root(self) -> QQuickItem:
        return self.view.rootObject()

    def _letters(self) -> tuple[float, ...]:
        return tuple(float(self.glass.look.value(size)) for size in ("title", "body", "small"))

    def _see(self, item: LivePicture) -> None:
        preview = self.glass.viewfinder.preview
        item.look()
        if preview is None or self._seen is None:
            item.give_up()
        else:
            preview.put(self._seen)
            item.look()
        QCoreApplication.processEvents()

    def _images(self) -> Iterator[QQuickItem]:
        """Pictures that come from a thread."""
        images = (item for item in visible_items(self.root) if item.inherits("QQuickImage"))
        return (item for item in images if not item.property("source").isEmpty())

    def close(self) -> None:
        close_window(self.view)
        QCoreApplication.processEvents()
        qInstallMessageHandler(None)

    def _on_press(self, button: str, value: str) -> None:
        self.pressed.append((button, value))
