"""What the camera sees, on the glass: painted a few times a second while the item is visible."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QImage, QPainter, QTransform
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

if TYPE_CHECKING:
    from vuoro.hardware.scanners.preview import Preview, View

LOOK_MS = 83
WAIT_MS = 1000
"""A camera that has shown nothing after so long gets no more room."""


class Viewfinder(QObject):
    """Where the pictures come from; there are none until a camera's ``preview`` is set."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.preview: Preview | None = None


class LivePicture(QQuickPaintedItem):
    """The newest picture of a viewfinder, with round corners.

    While it can be seen it asks for pictures, which is what makes them: hidden, it costs nothing
    and keeps none.
    """

    liveChanged = Signal()
    waitingChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._source: QObject | None = None
        self._radius = 0.0
        self._view: View | None = None
        self._waiting = False
        self._look_timer = QTimer(self, interval=LOOK_MS)
        self._look_timer.timeout.connect(self.look)
        self._wait_timer = QTimer(self, interval=WAIT_MS, singleShot=True)
        self._wait_timer.timeout.connect(self.give_up)
        self.visibleChanged.connect(self._turn)

    def paint(self, painter: QPainter) -> None:
        if self._view is None:
            return
        picture = self._view.picture
        high, wide = picture.shape
        image = QImage(picture.data, wide, high, wide, QImage.Format.Format_Grayscale8)
        brush = QBrush(image)
        if (wide, high) != (round(self.width()), round(self.height())):
            brush.setTransform(QTransform.fromScale(self.width() / wide, self.height() / high))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        whole = QRectF(0, 0, self.width(), self.height())
        painter.drawRoundedRect(whole, self._radius, self._radius)

    def give_up(self) -> None:
        """Keep no more room for a picture that doesn't come."""
        self._wait(False)

    def _turn(self) -> None:
        if self.isVisible() and self._source is not None:
            self._wait(self._view is None)
            self._wait_timer.start()
            self._look_timer.start()
            self.look()
        else:
            self._look_timer.stop()
            self._wait_timer.stop()
            self.give_up()
            self._show(None)

    def look(self) -> None:
        """Show the newest picture, or none where the last one is the past."""
        preview = self._preview()
        window = self.window()
        if preview is None or window is None or self.width() < 1 or self.height() < 1:
            return
        ratio = window.effectiveDevicePixelRatio()
        self._show(preview.newest(round(self.width() * ratio), round(self.height() * ratio)))

    def _show(self, view: "View | None") -> None:
        before, self._view = self._view, view
        if view is not before:
            self.update()
        if (view is None) != (before is None):
            self._wait(self._waiting and view is None)
            self.liveChanged.emit()

    def _wait(self, waiting: bool) -> None:
        if waiting != self._waiting:
            self._waiting = waiting
            self.waitingChanged.emit()

    def _preview(self) -> "Preview | None":
        return self._source.preview if isinstance(self._source, Viewfinder) else None

    def _get_source(self) -> QObject | None:
        return self._source

    def _set_source(self, source: QObject | None) -> None:
        self._source = source
        self._turn()

    def _get_radius(self) -> float:
        return self._radius

    def _set_radius(self, radius: float) -> None:
        self._radius = radius
        self.update()

    source = Property(QObject, _get_source, _set_source)
    radius = Property(float, _get_radius, _set_radius)
    live = Property(bool, lambda self: self._view is not None, notify=liveChanged)
    waiting = Property(bool, lambda self: self._waiting, notify=waitingChanged)
