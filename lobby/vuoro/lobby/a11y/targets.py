"""What a finger can touch: how large it is, how far from the next, how high up in reach mode."""

from collections.abc import Iterator
from dataclasses import dataclass

from vuoro.lobby.a11y.scene import Box, Scene

LEAST_MM = 20.0
LEAST_GAP_MM = 2.5
"""Rules and market, point 43 (Universal Design Ireland 1.3)."""
REACH_MM = 420.0
"""From 800 to 1220 mm above the floor: EN 301 549, 8.3.2.1, with the screen's lower edge at 800."""
PIXEL = 1.0
HELD = ("clock",)
"""Touched by staff, for three seconds; a visitor needs nothing of it."""


@dataclass(frozen=True, slots=True)
class Size:
    """A target and the smaller of its sides in millimetres."""

    box: Box
    mm: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Two targets and what is between them, in millimetres."""

    one: Box
    other: Box
    mm: float


def sizes(scene: Scene, mm: float) -> Iterator[Size]:
    """The size of each target; ``mm`` is how many pixels a millimetre has."""
    for _, box in scene.targets:
        yield Size(box, (min(box.width, box.height) + PIXEL / 2) / mm)


def gaps(scene: Scene, mm: float) -> Iterator[Gap]:
    """What is between each two targets that are nearer than a finger is wide."""
    boxes = [box for _, box in scene.targets]
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            gap = one.rect.gap(other.rect) / mm
            if gap < LEAST_MM:
                yield Gap(one, other, gap + 0.01)


def heights(scene: Scene, mm: float) -> Iterator[Size]:
    """How high above the screen's lower edge each target begins that a visitor needs, in mm."""
    for _, box in scene.targets:
        if box.name not in HELD:
            yield Size(box, (scene.window.bottom - box.y) / mm)
