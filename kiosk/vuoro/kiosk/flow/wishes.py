"""How a visitor wants the screen."""

import enum
from dataclasses import dataclass

from vuoro.core.languages import FINNISH, Language

TEXT_SIZES = 3


class Contrast(enum.StrEnum):
    """The colours; the dark and the bright ones are of high contrast."""

    STANDARD = "standard"
    DARK = "dark"
    BRIGHT = "bright"


class Reach(enum.StrEnum):
    """Where buttons are: anywhere, or low down at the side of one hand."""

    NONE = "none"
    RIGHT = "right"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Wishes:
    """How this visitor wants the screen; gone with the visitor. ``text_size`` is 0, 1 or 2.

    ``simple``: one sentence and one choice at a time, with pictograms and time to read.
    """

    language: Language = FINNISH
    text_size: int = 0
    contrast: Contrast = Contrast.STANDARD
    reach: Reach = Reach.NONE
    simple: bool = False


def next_contrast(contrast: Contrast) -> Contrast:
    """Standard, dark, bright, and standard again."""
    order = tuple(Contrast)
    return order[(order.index(contrast) + 1) % len(order)]


def next_reach(reach: Reach, hand: Reach) -> Reach:
    """Low down at the side of the office's usual hand, then of the other, then anywhere."""
    other = Reach.LEFT if hand is Reach.RIGHT else Reach.RIGHT
    order = (Reach.NONE, hand, other)
    return order[(order.index(reach) + 1) % len(order)]
