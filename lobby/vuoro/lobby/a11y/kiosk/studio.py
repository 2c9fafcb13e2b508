"""Draws any state of the kiosk in any way, and keeps what was drawn as plain values."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtQuick import QQuickItem

from vuoro.core.languages import right_to_left
from vuoro.kiosk.easel import Easel
from vuoro.kiosk.flow.wishes import Reach
from vuoro.kiosk.gallery import LANDSCAPE_MM, PORTRAIT_MM
from vuoro.kiosk.screen_map import visible_items
from vuoro.lobby.a11y.kiosk.combinations import Job
from vuoro.lobby.a11y.kiosk.reachable import Reached
from vuoro.lobby.a11y.scene import Reader, Rect, Scene

if TYPE_CHECKING:
    from vuoro.kiosk.flow.state import State
    from vuoro.lobby.a11y.pixels import Pixels

SHAPES = {True: (1080, 1920, PORTRAIT_MM), False: (1920, 1080, LANDSCAPE_MM)}
"""Width and height in pixels, width in millimetres: a 27-inch touchscreen, upright or lying."""


@dataclass(frozen=True)
class Drawn:
    """A state as it was drawn. ``mm``: pixels in a millimetre; ``where`` names it in the report."""

    where: str
    job: Job
    state: "State"
    scene: Scene
    image: QImage
    mm: float
    names: dict[str, str]
    """Accessible name of each target, by the target's own name; "" where it has none."""
    mirror: Scene | None
    """The same words read from the left, where they are read from the right."""

    @cached_property
    def pixels(self) -> "Pixels":
        return as_pixels(self.image)


class Studio:
    """Two windows: an upright one and a lying one."""

    def __init__(self) -> None:
        self.easels = {portrait: Easel(*shape) for portrait, shape in SHAPES.items()}
        self.readers = {at: Reader(easel.view) for at, easel in self.easels.items()}
        QAccessible.setActive(True)

    def draw(self, reached: Reached, job: Job) -> Drawn:
        """Put a state on the glass and read it."""
        easel, reader = self.easels[job.way.portrait], self.readers[job.way.portrait]
        # What acknowledges a code lies over the header for a second; it is filmed, not drawn here.
        state = replace(reached.state, wishes=job.wishes, scans=0)
        easel.show(state)
        scene = reader.scene(easel.root)
        image = easel.picture()
        mirror = None
        if right_to_left(job.language):
            mirror = self._from_the_left(easel, reader, state)
        mm = float(easel.glass.look.value("mm"))
        where = described(reached.name, job)
        return Drawn(where, job, state, scene, image, mm, _names(easel.root), mirror)

    def close(self) -> None:
        for easel in self.easels.values():
            easel.close()

    def _from_the_left(self, easel: Easel, reader: Reader, state: "State") -> Scene:
        """In reach mode the other hand's: the side of a hand doesn't change with the language."""
        hands = {Reach.LEFT: Reach.RIGHT, Reach.RIGHT: Reach.LEFT, Reach.NONE: Reach.NONE}
        other = replace(state.wishes, reach=hands[state.wishes.reach])
        # Letters that shrink measure anew, and would turn it round again.
        with patch("vuoro.kiosk.glass.right_to_left", lambda language: False):
            easel.glass.look.insert("rtl", False)
            easel.show(replace(state, wishes=other))
            scene = reader.scene(easel.root)
        easel.glass.look.insert("rtl", True)
        easel.show(state)
        return scene


def described(name: str, job: Job) -> str:
    """A drawn screen in words: ``services · ar · text 2 · dark · reach left · upright``."""
    way = job.way
    parts = [name, job.language, f"text {way.text_size + 1}", way.contrast.value]
    parts += [f"reach {way.reach.value}"] if way.reach.value != "none" else []
    parts += ["simple"] if way.simple else []
    return " · ".join([*parts, "upright" if way.portrait else "lying"])


def as_pixels(image: QImage) -> "Pixels":
    """A picture as numbers."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def save_crop(image: QImage, rect: Rect, path: Path, around: float = 40) -> None:
    """A part of a picture with what is around it, the part itself framed."""
    from PySide6.QtGui import QPainter, QPen

    framed = image.copy()
    painter = QPainter(framed)
    painter.setPen(QPen(QColor("#D0021B"), 4))
    painter.drawRect(
        round(rect.x) - 3, round(rect.y) - 3, round(rect.width) + 6, round(rect.height) + 6
    )
    painter.end()
    part = rect.grown(around)
    framed.copy(round(part.x), round(part.y), round(part.width), round(part.height)).save(str(path))


def _names(root: QQuickItem) -> dict[str, str]:
    names = {}
    for item in visible_items(root):
        if item.property("touchable"):
            interface = QAccessible.queryAccessibleInterface(item)
            known = interface is not None and interface.role() != QAccessible.Role.NoRole
            names[item.objectName()] = interface.text(QAccessible.Text.Name) if known else ""
    return names
