"""Keys and fingers at a drawn screen: Tab all the way round, and a finger that slides off."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtQuick import QQuickItem, QQuickView

from vuoro.kiosk.easel import Easel
from vuoro.kiosk.screen_map import visible_items
from vuoro.lobby.a11y import pixels
from vuoro.lobby.a11y.kiosk.studio import as_pixels
from vuoro.lobby.a11y.scene import Rect
from vuoro.lobby.a11y.targets import HELD

MOST_TABS = 120
RING_MM = 4.0


@dataclass(frozen=True, slots=True)
class Round:
    """Where Tab went: names in order until it came back; ``back``: Shift+Tab went the other way."""

    wanted: tuple[str, ...]
    forward: tuple[str, ...]
    back: tuple[str, ...]

    def faults(self) -> Iterator[str]:
        """What is wrong with it."""
        for name in self.wanted:
            if name not in self.forward:
                yield f"Tab never gets to {name}"
        for name in self.forward:
            if name not in self.wanted:
                yield f"Tab gets to {name or 'something without a name'}, which can't be touched"
        if len(set(self.forward)) != len(self.forward):
            yield "Tab goes round a part of the screen and never leaves it"
        if set(self.back) != set(self.forward):
            yield "Shift and Tab don't go the same way back"


def go_round(easel: Easel) -> Round:
    """Press Tab until it is where it began, then the same with Shift."""
    view = easel.view
    view.requestActivate()
    QCoreApplication.processEvents()
    easel.root.forceActiveFocus()
    wanted = [item.objectName() for item in _targets(easel.root) if item.isEnabled()]
    forward = _tabbed(view, Qt.KeyboardModifier.NoModifier)
    back = _tabbed(view, Qt.KeyboardModifier.ShiftModifier)
    if focused := view.activeFocusItem():
        focused.setFocus(False)
    return Round(tuple(wanted), forward, back)


def rings(easel: Easel, known: set[str], mm: float) -> Iterator[tuple[str, float, Rect]]:
    """How well the focus is seen on each kind of target that is not known yet."""
    view = easel.view
    before = as_pixels(easel.picture())
    for item in _targets(easel.root):
        kind = item.objectName().split("-")[0]
        if kind in known or not item.isEnabled():
            continue
        known.add(kind)
        at = item.mapToScene(QPointF(0, 0))
        rect = Rect(at.x(), at.y(), item.width(), item.height()).grown(RING_MM * mm)
        item.forceActiveFocus(Qt.FocusReason.TabFocusReason)
        QCoreApplication.processEvents()
        after = as_pixels(easel.picture())
        item.setFocus(False)
        place = (rect.x, rect.y, rect.width, rect.height)
        one, other = pixels.crop(before, *place), pixels.crop(after, *place)
        ratio, share = pixels.changed_contrast(one, other)
        yield item.objectName(), ratio if share > 0.005 else 1.0, rect
    QCoreApplication.processEvents()
    if focused := view.activeFocusItem():
        focused.setFocus(False)


def slides(easel: Easel) -> Iterator[tuple[str, str]]:
    """Targets that act at the wrong time: when touched, or when the finger slides off first."""
    for item in list(_targets(easel.root)):
        if not item.isEnabled():
            continue
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        name = item.objectName()
        easel.pressed.clear()
        _mouse(easel.view, QEvent.Type.MouseButtonPress, middle)
        if easel.pressed:
            yield name, "acts when it is touched"
        away = QPointF(-50, -50)
        _mouse(easel.view, QEvent.Type.MouseMove, away)
        _mouse(easel.view, QEvent.Type.MouseButtonRelease, away)
        if easel.pressed:
            yield name, "acts when the finger has slid off"
        easel.pressed.clear()
        _mouse(easel.view, QEvent.Type.MouseButtonPress, middle)
        _mouse(easel.view, QEvent.Type.MouseButtonRelease, middle)
        if not easel.pressed:
            yield name, "doesn't act when the finger is lifted"
        easel.pressed.clear()


def _targets(root: QQuickItem) -> list[QQuickItem]:
    items = list(visible_items(root))
    sheets = [item for item in items if item.property("modal")]
    below = list(visible_items(sheets[-1])) if sheets else items
    return [item for item in below if item.property("touchable") and item.objectName() not in HELD]


def _tabbed(view: QQuickView, modifier: Qt.KeyboardModifier) -> tuple[str, ...]:
    names: list[str] = []
    first: QQuickItem | None = None
    key = Qt.Key.Key_Backtab if modifier is Qt.KeyboardModifier.ShiftModifier else Qt.Key.Key_Tab
    for _ in range(MOST_TABS):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(view, QKeyEvent(kind, key, modifier))
        focused = view.activeFocusItem()
        if focused is None or (first is not None and focused is first):
            break
        first = first or focused
        names.append(focused.objectName())
    return tuple(names)


def _mouse(view: QQuickView, kind: QEvent.Type, at: QPointF) -> None:
    lifted = kind is QEvent.Type.MouseButtonRelease
    button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    down = Qt.MouseButton.NoButton if lifted else Qt.MouseButton.LeftButton
    modifier = Qt.KeyboardModifier.NoModifier
    QCoreApplication.sendEvent(view, QMouseEvent(kind, at, at, button, down, modifier))
