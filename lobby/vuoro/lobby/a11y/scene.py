"""What stands on a Qt Quick screen, read from its items as plain values."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from PySide6.QtQuick import QQuickItem, QQuickView

_READ = Path(__file__).with_name("scene.js")
_RIGHT, _CENTRE = 0x2, 0x4
_BOTTOM, _MIDDLE = 0x40, 0x80
"""Values of Qt.AlignmentFlag."""
INK = 1.25
"""Height of the letters of the tallest scripts, Arabic and Thai with their marks, in ems."""
INK_OF_NUMBERS = 0.75
"""Of capitals and digits, which have nothing below the line."""
_NUMBER = re.compile(r"[A-ZÅÄÖ0-9 /]+")


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in pixels of the window."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def grown(self, by: float) -> "Rect":
        """With so much more on each side; less where negative."""
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def contains(self, other: "Rect") -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def gap(self, other: "Rect") -> float:
        """Along the axis that separates them; negative where they overlap."""
        across = max(self.x, other.x) - min(self.right, other.right)
        down = max(self.y, other.y) - min(self.bottom, other.bottom)
        return max(across, down)


@dataclass(frozen=True, kw_only=True)
class Box:
    """An item that can be seen. ``parent`` is its place among the boxes, -1 for the first.

    ``pixels`` is the size of the letters as they are drawn; ``text`` is empty where there is none.
    """

    kind: str
    name: str
    x: float
    y: float
    width: float
    height: float
    parent: int
    enabled: bool = True
    clip: bool = False
    touchable: bool = False
    unmirrored: bool = False
    modal: bool = False
    decoration: bool = False
    checked: bool = False
    text: str = ""
    content_width: float = 0
    content_height: float = 0
    align: int = 1
    valign: int = 0x20
    truncated: bool = False
    pixels: float = 0
    colour: str = ""
    lines: int = 0

    @cached_property
    def rect(self) -> Rect:
        return Rect(self.x, self.y, self.width, self.height)

    @cached_property
    def painted(self) -> Rect:
        """Where the letters are, which may be less or more than the item's own place.

        The air that a script's line has above and below its letters is left out.
        """
        line = self.content_height / max(1, self.lines)
        ink = INK_OF_NUMBERS if _NUMBER.fullmatch(self.text) else INK
        air = max(0.0, line - ink * self.pixels) / 2
        width, height = self.content_width, self.content_height
        share = 1.0 if self.align & _RIGHT else 0.5 if self.align & _CENTRE else 0.0
        fall = 1.0 if self.valign & _BOTTOM else 0.5 if self.valign & _MIDDLE else 0.0
        x = self.x + (self.width - width) * share
        y = self.y + (self.height - height) * fall
        return Rect(x, y + air, width, height - 2 * air)


@dataclass(frozen=True)
class Scene:
    """The boxes of a window in the order in which they are painted."""

    boxes: tuple[Box, ...]

    @cached_property
    def window(self) -> Rect:
        return self.boxes[0].rect

    @cached_property
    def on_top(self) -> frozenset[int]:
        """Places of the boxes that nothing covers: those of the topmost sheet, if there is one."""
        sheets = [place for place, box in enumerate(self.boxes) if box.modal]
        every = range(len(self.boxes))
        return frozenset(place for place in every if not sheets or sheets[-1] in self.above(place))

    def above(self, place: int) -> tuple[int, ...]:
        """A box and those that it is in, from the inside."""
        return self._chains[place]

    @cached_property
    def _chains(self) -> tuple[tuple[int, ...], ...]:
        chains: list[tuple[int, ...]] = []
        for place, box in enumerate(self.boxes):
            chains.append((place, *(chains[box.parent] if box.parent >= 0 else ())))
        return tuple(chains)

    @cached_property
    def inside(self) -> tuple[int, ...]:
        """How many boxes without words are in each box."""
        count = [0] * len(self.boxes)
        for place, box in enumerate(self.boxes):
            for outer in self.above(place)[1:] if not box.text else ():
                count[outer] += 1
        return tuple(count)

    @cached_property
    def texts(self) -> tuple[tuple[int, Box], ...]:
        """Everything that can be read."""
        boxes = ((place, self.boxes[place]) for place in sorted(self.on_top))
        return tuple((place, box) for place, box in boxes if box.text.strip())

    @cached_property
    def targets(self) -> tuple[tuple[int, Box], ...]:
        """Everything that can be touched."""
        boxes = ((place, self.boxes[place]) for place in sorted(self.on_top))
        return tuple((place, box) for place, box in boxes if box.touchable)

    def target_of(self, place: int) -> int | None:
        """The target that a box is part of."""
        return next((each for each in self.above(place) if self.boxes[each].touchable), None)


class Reader:
    """Reads what a window shows; made once for each window."""

    def __init__(self, view: "QQuickView") -> None:
        self._engine = view.engine()
        # The stubs give a pair, the function itself a value.
        read: Any = self._engine.evaluate(_READ.read_text("utf-8"))
        assert not read.isError(), read.toString()
        self._read = read

    def scene(self, root: "QQuickItem") -> Scene:
        """What can be seen below an item now."""
        read = self._read.call([self._engine.toScriptValue(root)])
        assert not read.isError(), read.toString()
        return Scene(msgspec.json.decode(read.toString(), type=tuple[Box, ...]))
