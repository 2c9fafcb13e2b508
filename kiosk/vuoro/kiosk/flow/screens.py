"""What a kiosk can be showing.

Codes that a visitor types live in the pad's own value, and after it in the press that asks with
them, until it is answered or given up; nowhere else, and no ``repr`` shows them.
"""

import enum
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from vuoro.core.wire.kiosk import CheckInBy, CheckInRequest, Outcome, Slip, TicketRequest


class Paper(enum.Enum):
    """What became of the slip of a number on the screen."""

    COMING = enum.auto()
    OUT = enum.auto()
    """It came out."""
    OFFERED = enum.auto()
    """There is one already; another only if the visitor asks."""
    FAILED = enum.auto()
    UNSURE = enum.auto()
    """Nobody can know whether it came out, so it is never printed again by itself."""
    NONE = enum.auto()
    """This kiosk has no printer."""


class PadProblem(enum.Enum):
    """What is wrong with what was typed."""

    MISFIT = enum.auto()
    """The last key can't follow what is there."""
    WRONG_CHECK = enum.auto()
    """An identity code whose check character doesn't fit the rest."""
    UNFINISHED = enum.auto()


@dataclass(frozen=True, slots=True)
class Pending:
    """A press that the lobby service must answer once, however often it is asked."""

    press: UUID
    request: CheckInRequest | TicketRequest


@dataclass(frozen=True, slots=True)
class Home:
    """Two doors."""


class CodeQuestion(enum.IntEnum):
    """What a simple screen asks for, one after the other."""

    SHOW = 0
    IDENTITY = 1
    BOOKING = 2
    NONE = 3


@dataclass(frozen=True, slots=True)
class ShowCode:
    """How to show a code, and what to do without one; simple screens ask step by step."""

    asked: CodeQuestion = CodeQuestion.SHOW


@dataclass(frozen=True, slots=True)
class IdentityPad:
    """A personal identity code being typed."""

    typed: str = field(default="", repr=False)
    problem: PadProblem | None = None


@dataclass(frozen=True, slots=True)
class BookingPad:
    """A booking code being typed."""

    typed: str = field(default="", repr=False)
    problem: PadProblem | None = None


@dataclass(frozen=True, slots=True)
class Services:
    """What the visitor comes for; ``page`` counts from 0."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class Asking:
    """Waiting for the lobby service. ``retry_at``: the next try, None while one is under way."""

    pending: Pending
    attempt: int = 1
    retry_at: float | None = None


@dataclass(frozen=True, slots=True)
class Numbered:
    """The visitor has a number; shown until ``until``."""

    outcome: Outcome
    slip: Slip
    start: datetime | None
    paper: Paper
    until: float
    span: float
    """How long it is shown, in seconds; the bar is full then."""
    silent: bool = False
    elsewhere: bool = False
    """How the visitor has asked to be called (flow/discreet.py)."""


@dataclass(frozen=True, slots=True)
class HowCalled:
    """How the visitor with a number wants to be called; ``pending``: a wish that waits."""

    number: Numbered
    pending: UUID | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class OwnPhone:
    """A code for the visitor's own phone: none (empty ``url``) until the lobby has given one.

    ``next_at``: when to ask for the next; None while one is asked for.
    """

    url: str = field(default="", repr=False)
    next_at: float | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """No number yet: what happened, and a way forward. ``until``: when trying again makes sense."""

    outcome: Outcome
    by: CheckInBy | None
    start: datetime | None = None
    until: float | None = None
    several: bool = False
    """Several codes were held up at once."""
    number: str = ""
    """With ALREADY_HERE: the number that another device has given."""


@dataclass(frozen=True, slots=True)
class AskStaff:
    """How to get help from a person; ``back`` is where the visitor was."""

    back: "Home | ShowCode | IdentityPad | BookingPad | Services | OwnPhone | Refused"


@dataclass(frozen=True, slots=True)
class Closed:
    """The lobby is closed."""


@dataclass(frozen=True, slots=True)
class Locked:
    """Staff locked the lobby for now."""


@dataclass(frozen=True, slots=True)
class KioskLocked:
    """Staff locked this kiosk."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The lobby service doesn't answer; a press that waits is sent again when it is back."""

    pending: Pending | None = None
    retry_at: float | None = None


@dataclass(frozen=True, slots=True)
class Languages:
    """Every language on offer; ``back`` is where the visitor was, without what was typed."""

    back: "Screen"


@dataclass(frozen=True, slots=True)
class StaffPin:
    """The PIN of the staff menu being typed."""

    typed: str = field(default="", repr=False)
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class StaffMenu:
    """What staff can do at this kiosk; ``counts_paper``: tell it of a new roll, for one."""

    counts_paper: bool = False


@dataclass(frozen=True, slots=True)
class StaffPrint:
    """A test print: ``result`` is None while it prints, then ``ok`` or the reason."""

    result: str | None = None


@dataclass(frozen=True, slots=True)
class StaffScan:
    """A test scan: what kind of code came and how long it was; never what it said."""

    kind: str | None = None
    length: int = 0


@dataclass(frozen=True, slots=True)
class StaffVersions:
    """Which versions run here."""


Resting = Home | Closed | Locked | KioskLocked | Lost
Staff = StaffPin | StaffMenu | StaffPrint | StaffScan | StaffVersions
Screen = (
    Resting
    | ShowCode
    | IdentityPad
    | BookingPad
    | Services
    | Asking
    | Numbered
    | HowCalled
    | OwnPhone
    | Refused
    | AskStaff
    | Languages
    | Staff
)
