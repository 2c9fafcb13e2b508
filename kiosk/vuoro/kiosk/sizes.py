"""From millimetres to pixels: every size on the glass."""

from dataclasses import dataclass
from math import ceil, radians, tan

from vuoro.kiosk.flow.wishes import Reach, Wishes

CAP_HEIGHT = 0.668
"""Of Atkinson Hyperlegible Next, in ems; from its OS/2 table."""
CAPITAL = tan(radians(0.7))
"""Least height of a capital letter over the distance of the eye (EN 301 549, 5.1.4)."""
EYE_MM = 600
BUTTON_MM = 21.0
REACH_BUTTON_MM = 20.4
TOOL_MM = 37.5
GAP_MM = 5.2
REACH_GAP_MM = 2.9
"""In reach mode, where everything shares the lower third."""
_UPRIGHT, _LYING = (340, 604), (604, 339)
"""Width and height in millimetres of the screens that hold everything, with letters for EYE_MM."""
_BODY = (1.05, 1.23, 1.42)
_TITLE = (2.05, 2.25, 2.45)
_SMALL = (1.0, 1.12, 1.3)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes in pixels for one window and one visitor; ``mm`` is one millimetre.

    ``least`` is the smallest letter that is ever painted. In reach mode what can be touched is
    below ``low``, at the right unless ``left``.
    """

    width: float
    height: float
    mm: float
    portrait: bool
    reach: bool
    left: bool
    least: float
    body: float
    title: float
    small: float
    gap: float
    margin: float
    radius: float
    stroke: float
    button: float
    tool: float
    header: float
    low: float
    nav: float


def sizes(
    width: int,
    height: int,
    width_mm: int,
    radius: float,
    wishes: Wishes,
    *,
    eye_mm: int = EYE_MM,
    squeeze: float = 1.0,
) -> Sizes:
    """The sizes of a picture so many pixels large and so many millimetres wide.

    ``radius`` is the token for a kiosk of some 3.2 pixels a millimetre. ``squeeze`` makes the
    letters of a full screen smaller, never smaller than ``least``. On a screen that is too small
    for its eye everything is smaller than it should be, but whole: see ``legible_from``.
    """
    portrait = height >= width
    room = _room(width, height)
    mm = min(width / width_mm, room)
    letters = min(width / width_mm * eye_mm, room * EYE_MM)
    least = ceil(letters * CAPITAL / CAP_HEIGHT)
    reach = wishes.reach is not Reach.NONE
    size = wishes.text_size
    return Sizes(
        width=width,
        height=height,
        mm=mm,
        portrait=portrait,
        reach=reach,
        left=wishes.reach is Reach.LEFT,
        least=least,
        body=least * max(1.0, _BODY[size] * squeeze),
        title=least * max(1.2, _TITLE[size] * squeeze),
        small=least * max(1.0, _SMALL[size] * squeeze),
        # Whole pixels: an edge between two of them is paler than its colour.
        gap=round(mm * (REACH_GAP_MM if reach else GAP_MM)),
        margin=round(mm * (15 if portrait else 16)),
        radius=mm * radius / 3.2,
        stroke=max(2.0, round(mm * 0.6)),
        button=ceil(mm * (REACH_BUTTON_MM if reach else BUTTON_MM)),
        tool=round(mm * TOOL_MM),
        header=round(mm * (38 if portrait else 26)),
        low=round(height * 2 / 3),
        nav=round(mm * 112),
    )


def legible_from(width: int, height: int, width_mm: int, eye_mm: int) -> int:
    """From so many millimetres the smallest letters have 0.7 degrees; at most ``eye_mm``."""
    return min(eye_mm, int(_room(width, height) * EYE_MM * width_mm / width))


def _room(width: int, height: int) -> float:
    """The pixels that the design can afford for a millimetre, so that everything has a place."""
    across, down = _UPRIGHT if height >= width else _LYING
    return min(width / across, height / down)
