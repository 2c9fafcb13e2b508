"""From millimetres to pixels: every size on the glass."""

from dataclasses import dataclass

from vuoro.kiosk.flow.wishes import Reach, Wishes

CAP_HEIGHT = 0.668
"""Of Atkinson Hyperlegible Next, in ems; from its OS/2 table."""
BODY_CAPITAL_MM = 7.3
"""What a person with half the sight reads at 600 mm."""
BUTTON_MM = 21.0
GAP_MM = 5.2
TOOL_MM = 27.0
_BODY = (1.0, 1.2, 1.4)
_TITLE = (1.0, 1.1, 1.2)
_SMALL = (1.0, 1.15, 1.3)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes in pixels for one window, text size and reach; ``mm`` is one millimetre."""

    width: float
    height: float
    mm: float
    portrait: bool
    reach: bool
    left: bool
    """The buttons of reach mode are for the left hand."""
    body: float
    title: float
    small: float
    gap: float
    margin: float
    radius: float
    stroke: float
    button: float
    tool: float
    footWord: float
    header: float
    footer: float


def sizes(width: int, height: int, width_mm: int, radius: float, wishes: Wishes) -> Sizes:
    """The sizes of a picture so many pixels large and so many millimetres wide.

    ``radius`` is the token for a kiosk of some 3.2 pixels a millimetre.
    """
    mm = width / width_mm
    portrait = height >= width
    body = mm * BODY_CAPITAL_MM / CAP_HEIGHT
    gap = mm * GAP_MM
    rows = 2 * TOOL_MM + GAP_MM if portrait else TOOL_MM
    return Sizes(
        width=width,
        height=height,
        mm=mm,
        portrait=portrait,
        reach=wishes.reach is not Reach.NONE,
        left=wishes.reach is Reach.LEFT,
        body=body * _BODY[wishes.text_size],
        title=body * 2 * _TITLE[wishes.text_size],
        small=body * 0.8 * _SMALL[wishes.text_size],
        gap=gap,
        margin=mm * (15 if portrait else 16),
        radius=mm * radius / 3.2,
        stroke=max(1.0, mm * 0.6),
        button=mm * BUTTON_MM,
        tool=mm * TOOL_MM,
        footWord=mm * (TOOL_MM - 10.5 - 3),
        header=mm * (38 if portrait else 26),
        footer=mm * rows + gap * 2,
    )
