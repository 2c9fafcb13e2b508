"""Everything the kiosk knows at one moment."""

from dataclasses import dataclass, field
from uuid import UUID

from vuoro.core.wire.common import Lobby
from vuoro.core.wire.kiosk import ServiceChoice
from vuoro.kiosk.flow.screens import Home, Screen
from vuoro.kiosk.flow.speech import Speech
from vuoro.kiosk.flow.wishes import Reach, Wishes

OK = "ok"
PAPER_LOW = "paper_low"
PRINTS = (OK, PAPER_LOW)
"""States of a printer in which slips come out."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the settings say. Times in seconds; an empty PIN closes the staff menu."""

    idle: float = 40.0
    warn: float = 20.0
    result: float = 25.0
    pin: str = field(default="", repr=False)
    has_printer: bool = True
    counts_paper: bool = False
    """The printer can't tell when the paper ends: it is counted from one new roll to the next."""
    held: float = 5.0
    """A code seen again within so long was never taken away from the scanner."""
    own_phone: bool = True
    """Whether visitors may check in on their own phones."""
    hand: Reach = Reach.RIGHT
    """Where buttons go first in reach mode."""
    rate: int = 140
    volume: int = 5
    """Of the speech, before a visitor changes them."""
    camera: bool = False
    """The glass shows what a camera sees, and says how to aim."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened (monotonic seconds), and the id it gets if a press begins with it."""

    mono: float
    press: UUID


@dataclass(frozen=True, slots=True)
class PinGuard:
    """Wrong PINs so far, and until when no more are taken."""

    wrong: int = 0
    until: float = 0.0


@dataclass(frozen=True, slots=True)
class State:
    """The kiosk; moments are monotonic seconds.

    ``since``: when the screen came; ``touched``: the last sign of a visitor; ``warned``: the
    visitor is being asked for one.
    """

    screen: Screen = field(default_factory=Home)
    since: float = 0.0
    touched: float = 0.0
    warned: bool = False
    wishes: Wishes = field(default_factory=Wishes)
    speech: Speech = field(default_factory=Speech)
    lobby: Lobby | None = None
    services: tuple[ServiceChoice, ...] = ()
    linked: bool = False
    link_changed: float = 0.0
    locked_by_lobby: bool = False
    locked_here: bool = False
    printer: str = OK
    scanner: str = OK
    pin: PinGuard = field(default_factory=PinGuard)
    struck: tuple[str, str, float] = field(default=("", "", -1.0), repr=False)
    """The last button, its value and its moment, to tell a bounce from a second touch."""
    code_digest: bytes = field(default=b"", repr=False)
    code_seen: float = 0.0
    """The last code and when it was seen: it is read once while it is held in view."""
    scans: int = 0
    """How many codes were taken since the program started; each is acknowledged."""
    own_phone: bool = True
    """Whether this kiosk shows the code for visitors' own phones."""
    printed: tuple[str, ...] = ()
    """Jobs that went to the printer since the program started; none goes twice."""
