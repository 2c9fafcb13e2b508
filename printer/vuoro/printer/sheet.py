"""What stands on a piece of paper, from top to bottom, in millimetres."""

import enum
from dataclasses import dataclass, replace

from vuoro.hardware.printers.profile import PrinterProfile

DOTS_PER_MM = 8
"""203 dpi, the resolution of nearly all slip printers."""
_MM_PER_INCH = 25.4


class Weight(enum.IntEnum):
    """How heavy letters are, as fonts count it."""

    REGULAR = 400
    SEMIBOLD = 600
    BOLD = 700


@dataclass(frozen=True, slots=True)
class Paper:
    """A width of paper: what can be printed on, the white margin, and how tight things stand."""

    dots: int
    margin_mm: float
    scale: float
    """Sizes of letters and gaps against those of 80 mm paper."""
    dots_per_mm: float = DOTS_PER_MM


PAPERS = {
    80: Paper(dots=576, margin_mm=2.0, scale=1.0),
    58: Paper(dots=384, margin_mm=1.5, scale=0.9),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """White space."""

    mm: float


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph in any script; ``cap_mm`` is the height of a capital letter."""

    text: str
    cap_mm: float
    weight: Weight = Weight.REGULAR


@dataclass(frozen=True, slots=True)
class Joined:
    """Short phrases in one line, with a dot between them; a line each where that is too wide."""

    parts: tuple[str, ...]
    cap_mm: float
    weight: Weight = Weight.REGULAR


@dataclass(frozen=True, slots=True)
class Mark:
    """A word in white on a black label."""

    text: str
    cap_mm: float


@dataclass(frozen=True, slots=True)
class Number:
    """The number, as high as asked if it fits across the paper, else as high as it fits."""

    text: str
    cap_mm: float


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code of about so many millimetres, with words beside it, above it on narrow paper."""

    content: str
    mm: float
    beside: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Ruler:
    """A line from edge to edge with a tick a millimetre: shows what is printed of the width."""

    mm: float


@dataclass(frozen=True, slots=True)
class Steps:
    """Fields from white to black across the paper: show how dark it prints."""

    mm: float


@dataclass(frozen=True, slots=True)
class Bars:
    """A black bar and fine lines across the paper: show dead dots of a print head."""

    mm: float


Block = Gap | Words | Mark | Number | Code | Joined | Ruler | Steps | Bars


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on one piece of paper; the reading direction decides where lines begin."""

    paper: Paper
    blocks: tuple[Block, ...]
    right_to_left: bool = False


def fitted(sheet: Sheet, profile: PrinterProfile) -> Sheet:
    """The same sheet for the print head of this printer: its dots, as fine as they are."""
    per_mm = DOTS_PER_MM if profile.dpi == 203 else profile.dpi / _MM_PER_INCH
    return replace(sheet, paper=replace(sheet.paper, dots=profile.dots, dots_per_mm=per_mm))
