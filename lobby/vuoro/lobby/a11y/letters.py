"""How large letters are where the eye is: EN 301 549, 5.1.4."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from vuoro.lobby.a11y.scene import Box, Scene

LEAST_DEGREES = 0.7
CAPITAL = 0.668
"""Height of a capital letter in ems: Atkinson Hyperlegible Next, from its OS/2 table."""
ROUNDING = 0.5
"""Letters are drawn in whole pixels."""


@dataclass(frozen=True, slots=True)
class Letters:
    """A text and the angle that a capital H of its size has, in degrees."""

    box: Box
    degrees: float


def degrees(millimetres: float, distance_mm: float) -> float:
    """The angle under which a height is seen."""
    return math.degrees(2 * math.atan(millimetres / 2 / distance_mm))


def letters(scene: Scene, mm: float, distance_mm: float) -> Iterator[Letters]:
    """Every text that is more than decoration; ``mm`` is how many pixels a millimetre has."""
    for place, box in scene.texts:
        if any(scene.boxes[each].decoration for each in scene.above(place)):
            continue
        capital = (box.pixels + ROUNDING) * CAPITAL / mm
        yield Letters(box, degrees(capital, distance_mm))
