"""Measures a picture of the kiosk: whether words fit, and whether fingers hit what they mean.

Sizes are told in millimetres of the glass. EN 301 549: 5.1.4 (letters), 8.4.3 (targets).
"""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtQuick import QQuickItem

from vuoro.kiosk.screen_map import is_text, visible_items
from vuoro.kiosk.sizes import CAP_HEIGHT

LEAST_TARGET_MM = 20.0
LEAST_GAP_MM = 2.5
PIXEL = 1.0


class Kind(enum.StrEnum):
    """What can be wrong with a picture."""

    CUT = "cut"
    OUTSIDE = "outside the screen"
    STICKS_OUT = "sticks out of its button"
    OVERLAP = "overlaps"
    SMALL_TARGET = "too small to touch"
    CLOSE = "too close"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: ``what`` is words or the name of a target, ``detail`` says how much."""

    kind: Kind
    what: str
    detail: str = ""


def findings(root: QQuickItem, mm: float) -> tuple[Finding, ...]:
    """Everything wrong with what is on the glass; ``mm`` is a millimetre in pixels."""
    items = tuple(visible_items(top(root)))
    return (
        *_words_off(items, root),
        *_words_over_words(items),
        *_words_over_targets(items),
        *_targets_off(items, root, mm),
    )


def top(root: QQuickItem) -> QQuickItem:
    """What lies over everything else: the last visible sheet that covers the rest, or all."""
    sheets = [item for item in visible_items(root) if item.property("modal")]
    return sheets[-1] if sheets else root


def words(items: Sequence[QQuickItem]) -> list[QQuickItem]:
    """The texts that have something to say."""
    return [item for item in items if is_text(item) and item.property("text")]


def targets(items: Sequence[QQuickItem]) -> list[QQuickItem]:
    """Everything a finger can touch."""
    return [item for item in items if item.property("touchable")]


def place(item: QQuickItem) -> QRectF:
    """Where an item is in the scene, in pixels."""
    at = item.mapToScene(QPointF(0, 0))
    return QRectF(at.x(), at.y(), item.width(), item.height())


def painted(item: QQuickItem) -> QRectF:
    """Where the letters of a text are, in pixels of the scene."""
    box = place(item)
    width, height = float(item.property("contentWidth")), float(item.property("contentHeight"))
    across = int(item.property("across") or 0)
    down = int(item.property("down") or 0)
    return QRectF(
        box.x() + (box.width() - width) * _share(across, Qt.AlignmentFlag.AlignRight),
        box.y() + (box.height() - height) * _share(down, Qt.AlignmentFlag.AlignBottom),
        width,
        height,
    )


def capital_mm(item: QQuickItem, mm: float) -> float:
    """Height of a capital letter of a text as it is painted, shrunk to fit or not."""
    return float(item.property("pixels")) * CAP_HEIGHT / mm


def holder(item: QQuickItem) -> QQuickItem | None:
    """The target that an item is part of."""
    parent = item.parentItem()
    while parent is not None and not parent.property("touchable"):
        parent = parent.parentItem()
    return parent


def gap(a: QRectF, b: QRectF) -> float:
    """Between two rectangles, along the axis that separates them; negative where they overlap."""
    across = max(a.left(), b.left()) - min(a.right(), b.right())
    down = max(a.top(), b.top()) - min(a.bottom(), b.bottom())
    return max(across, down)


def _words_off(items: Sequence[QQuickItem], root: QQuickItem) -> Iterator[Finding]:
    screen = _grown(QRectF(0, 0, root.width(), root.height()))
    for item in words(items):
        text, letters = str(item.property("text")), painted(item)
        if item.property("truncated") or not _grown(place(item)).contains(letters):
            yield Finding(Kind.CUT, text, f"{letters} in {place(item)}")
        if not screen.contains(letters):
            yield Finding(Kind.OUTSIDE, text)
        target = holder(item)
        if target is not None and not _grown(place(target)).contains(letters):
            yield Finding(Kind.STICKS_OUT, text, target.objectName())


def _words_over_words(items: Sequence[QQuickItem]) -> Iterator[Finding]:
    placed = [(str(item.property("text")), painted(item)) for item in words(items)]
    for number, (text, letters) in enumerate(placed):
        for other, others in placed[number + 1 :]:
            if gap(letters, others) < -2 * PIXEL:
                yield Finding(Kind.OVERLAP, text, other)


def _words_over_targets(items: Sequence[QQuickItem]) -> Iterator[Finding]:
    for item in words(items):
        if holder(item) is not None:
            continue
        for target in targets(items):
            if gap(painted(item), place(target)) < -2 * PIXEL:
                yield Finding(Kind.OVERLAP, str(item.property("text")), target.objectName())


def _targets_off(items: Sequence[QQuickItem], root: QQuickItem, mm: float) -> Iterator[Finding]:
    screen = _grown(QRectF(0, 0, root.width(), root.height()))
    placed = [(item.objectName(), place(item)) for item in targets(items)]
    for number, (name, at) in enumerate(placed):
        if min(at.width(), at.height()) < LEAST_TARGET_MM * mm - PIXEL:
            size = f"{at.width() / mm:.1f} × {at.height() / mm:.1f} mm"
            yield Finding(Kind.SMALL_TARGET, name, size)
        if not screen.contains(at):
            yield Finding(Kind.OUTSIDE, name)
        for other, there in placed[number + 1 :]:
            apart = gap(at, there) / mm
            if apart < LEAST_GAP_MM - 0.01:
                yield Finding(Kind.CLOSE, name, f"{other}: {apart:.1f} mm")


def _share(alignment: int, end: Qt.AlignmentFlag) -> float:
    """Of the free room, how much lies before the letters."""
    flags = Qt.AlignmentFlag(alignment)
    centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
    return 0.5 if flags & centre else 1.0 if flags & end else 0.0


def _grown(rectangle: QRectF) -> QRectF:
    return rectangle.adjusted(-PIXEL, -PIXEL, PIXEL, PIXEL)
