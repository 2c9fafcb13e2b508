"""What can happen to a kiosk."""

from dataclasses import dataclass, field
from uuid import UUID

from vuoro.core.wire.follow import CallWish
from vuoro.core.wire.kiosk import ArrivalResult, KioskFrame, Slip
from vuoro.kiosk.flow.buttons import Button


@dataclass(frozen=True, slots=True)
class Pressed:
    """A finger was lifted from a button. ``value`` may be a key of an identity code."""

    button: Button
    value: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Scanned:
    """The scanner read a code. ``flawed``: far too long, or no text; ``several`` were in view."""

    text: str = field(repr=False)
    length: int = 0
    flawed: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class Ticked:
    """The moment that ``next_tick`` asked for has come."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The lobby service answered a press."""

    press: UUID
    result: ArrivalResult


@dataclass(frozen=True, slots=True)
class Unanswered:
    """No answer came: the press may or may not have been heard."""

    press: UUID


@dataclass(frozen=True, slots=True)
class Declined:
    """The lobby service refused the request itself. ``retry_after`` in seconds, if it said.

    ``locked``: because staff have locked this kiosk, of which no news has come yet.
    """

    press: UUID
    retry_after: int | None = None
    locked: bool = False


@dataclass(frozen=True, slots=True)
class CopyReady:
    """The slip to print again."""

    slip: Slip


@dataclass(frozen=True, slots=True)
class CopyFailed:
    """There is no slip to print again now."""

    ticket: str


@dataclass(frozen=True, slots=True)
class SlipPrinted:
    """A slip came out."""

    job: str


@dataclass(frozen=True, slots=True)
class SlipNotPrinted:
    """A slip didn't come out; ``unsure``: nobody can know."""

    job: str
    reason: str
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class TrialPrinted:
    """The test print ended: ``ok`` or the reason."""

    result: str


@dataclass(frozen=True, slots=True)
class LobbyChanged:
    """News of the lobby."""

    frame: KioskFrame


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The stream of news broke, or is back."""

    up: bool


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    """A device's state: ``ok`` or a reason; None where it is not about that device."""

    printer: str | None = None
    scanner: str | None = None


@dataclass(frozen=True, slots=True)
class DoorShown:
    """The code that lets phones in now, as an address; the next one comes after ``seconds``."""

    url: str = field(repr=False)
    seconds: float


@dataclass(frozen=True, slots=True)
class DoorMissing:
    """There is no such code now."""


@dataclass(frozen=True, slots=True)
class WishKept:
    """How the visitor will be called, as the lobby service has it now."""

    press: UUID
    wish: CallWish


@dataclass(frozen=True, slots=True)
class WishNotKept:
    """How the visitor wants to be called could not be kept."""

    press: UUID


Event = (
    Pressed
    | Scanned
    | Ticked
    | Answered
    | Unanswered
    | Declined
    | CopyReady
    | CopyFailed
    | SlipPrinted
    | SlipNotPrinted
    | TrialPrinted
    | DoorShown
    | DoorMissing
    | WishKept
    | WishNotKept
    | LobbyChanged
    | LinkChanged
    | DeviceChanged
)
