"""Where things stand on the board and how large they are, from millimetres and distance."""

import math
from dataclasses import dataclass

LEAST_DEGREES = 0.7
"""Capital height of numbers and counters as seen from the stated distance (lobby.md, The board)."""
FOOT_DEGREES = 0.27
"""Aim for the foot's line: 16 minutes of arc, the least that ISO 9241-303 recommends."""
GAP_EM = 0.33
"""Between a number and its counter, at least."""
NAME_EM = 0.3
"""A counter's name below its number, relative to the number's size."""
LEAST_ROWS, MOST_ROWS = 3, 6
LEAD, TIGHT_LEAD = 1.42, 1.25
"""From row to row, relative to the capital height: as it should be, and for the largest row."""
FADE = 1.3
"""How much larger the first row may be than the last."""
MOST_RIGHT = 0.55
"""The right column is never wider than this share."""
UPRIGHT_CARD = 0.42
"""The newest call's share of an upright screen; the earlier calls stand below it."""
BESIDE_EM = 2.75
"""Arrow, gaps and names beside an upright screen's newest counter, relative to its size."""
LEAD_SIZE = 1.25
"""The newest number is at least so much larger than those below it, or fewer stand below it."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen: its picture in pixels, its width, and how far away it must be legible."""

    width: int
    height: int
    width_mm: float
    distance_m: float

    def pixels(self, degrees: float) -> float:
        """How many pixels an angle covers at the stated distance."""
        millimetres = 2 * self.distance_m * 1000 * math.tan(math.radians(degrees / 2))
        return millimetres * self.width / self.width_mm


@dataclass(frozen=True, slots=True)
class Letters:
    """The capital height and the widths, in em, of the widest number and the widest counter.

    ``named``: counters have names, which stand below the number instead of beside it.
    """

    cap: float
    number: float
    counter: float
    named: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in pixels; ``*_font`` are font sizes, their capitals are ``cap`` times as high.

    The left column holds the newest call and ``below`` more, the list at ``list_x``, ``list_y``
    has ``len(row_fonts)`` more: to the right, or below the newest call where the screen is upright.
    """

    margin: float
    gutter: float
    foot_height: float
    foot_font: float
    small_font: float
    left: float
    right: float
    list_x: float
    list_y: float
    card_height: float
    card_padding: float
    inset: float
    number_font: float
    counter_font: float
    below: int
    row_fonts: tuple[float, ...]
    row_pitch: float
    legible: bool
    """Whether every number and counter reaches ``LEAST_DEGREES``."""


def solve(screen: Screen, letters: Letters) -> Layout:
    """The layout for a screen.

    Legibility goes before the number of calls: rows give way before they get smaller. Two thirds
    and one third where the screen is large enough, else the right column takes what it needs. An
    upright screen has one column.
    """
    unit = min(screen.width / 1920, screen.height / 1080)
    margin, gutter, padding = 44 * unit, 28 * unit, 44 * unit
    least = screen.pixels(LEAST_DEGREES) / letters.cap
    foot_font = min(max(screen.pixels(FOOT_DEGREES) / letters.cap, 34 * unit), 52 * unit)
    foot_height = 2.6 * foot_font
    inner = screen.width - 2 * margin
    area = screen.height - margin - foot_height - 0.4 * margin
    inset = 28 * unit
    row_em = letters.number if letters.named else letters.number + GAP_EM + letters.counter
    upright = screen.height > screen.width

    list_y = UPRIGHT_CARD * area if upright else 0
    right = inner
    if not upright:
        inner -= gutter
        right = min(max(inner / 3, least * row_em + 2 * inset), inner * MOST_RIGHT)
    fonts = _rows(area - list_y, (right - 2 * inset) / row_em, least, letters)
    pitch = (area - list_y) / len(fonts)
    left = inner if upright else inner - right
    width = left - 2 * padding
    # The rows below the newest call are of the history's size, in the other column.
    most = 2 if fonts[0] * row_em <= width and not upright else 0
    height = list_y - gutter if upright else area
    card = _card(height, pitch, width, padding, max(least, fonts[0]), letters, most)
    counter = card.counter_font
    if upright and not letters.named:
        # There is no room for its names below it.
        counter = max(least, min(counter, width / (letters.counter + BESIDE_EM)))
    sizes = (*fonts, card.number_font, fonts[-1] if letters.named else counter)
    return Layout(
        margin=margin,
        gutter=gutter,
        foot_height=foot_height,
        foot_font=foot_font,
        small_font=0.62 * foot_font,
        left=left,
        right=right,
        list_x=0 if upright else left + gutter,
        list_y=list_y,
        card_height=height - card.below * pitch,
        card_padding=padding,
        inset=inset,
        number_font=card.number_font,
        counter_font=counter,
        below=card.below,
        row_fonts=fonts,
        row_pitch=pitch,
        legible=min(sizes) >= least * (1 - 1e-9),
    )


def _rows(area: float, widest: float, least: float, letters: Letters) -> tuple[float, ...]:
    """Font sizes of the history, shrinking towards the oldest where there is room for that."""
    name = NAME_EM * 1.5 if letters.named else 0
    pitch_em = LEAD * letters.cap + name
    font = min(max(least, area / (MOST_ROWS * pitch_em)), widest)
    rows = min(MOST_ROWS, int(area / (font * pitch_em) + 1e-6))
    if rows < LEAST_ROWS:
        rows, font = LEAST_ROWS, area / (LEAST_ROWS * pitch_em)
    first = max(font, min(widest, FADE * font, area / rows / (TIGHT_LEAD * letters.cap + name)))
    return tuple(first - (first - font) * row / (rows - 1) for row in range(rows))


@dataclass(frozen=True, slots=True)
class _Card:
    below: int
    number_font: float
    counter_font: float


def _card(
    area: float,
    pitch: float,
    width: float,
    padding: float,
    least: float,
    letters: Letters,
    most: int,
) -> _Card:
    """The newest call and how many stand below it: both columns share their row lines."""
    card = _Card(0, 0, 0)
    for below in range(most, -1, -1):
        height = area - below * pitch - 2 * padding
        number_part, counter_part = (0.48, 0.4) if letters.named else (0.52, 0.33)
        number = min(width / letters.number, number_part * height / letters.cap)
        counter = min(max(0.76 * number, least), counter_part * height / letters.cap)
        card = _Card(below, number, counter)
        if number >= LEAD_SIZE * least and counter >= least:
            break
    return card
