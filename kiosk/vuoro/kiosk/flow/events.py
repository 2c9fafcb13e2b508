"""What can happen to a kiosk."""

import enum
from dataclasses import dataclass, field
from uuid import UUID

from vuoro.core.wire.kiosk import ArrivalResult, KioskFrame, Slip


class Button(enum.StrEnum):
    """Everything a finger can touch; screens name their buttons with these."""

    APPOINTMENT = "appointment"
    NUMBER = "number"
    IDENTITY_CODE = "identity-code"
    BOOKING_CODE = "booking-code"
    SERVICE = "service"
    NEXT_PAGE = "next-page"
    PREVIOUS_PAGE = "previous-page"
    KEY = "key"
    ERASE = "erase"
    CONFIRM = "confirm"
    TAKE_NUMBER = "take-number"
    TRY_AGAIN = "try-again"
    REPRINT = "reprint"
    DONE = "done"
    STAY = "stay"
    """A touch beside every button."""
    MORE_TIME = "more-time"
    BACK = "back"
    START_AGAIN = "start-again"
    LANGUAGE = "language"
    TEXT_SIZE = "text-size"
    CONTRAST = "contrast"
    REACH = "reach"
    HELP = "help"
    STAFF = "staff"
    """The long press on the clock."""
    STAFF_PRINT = "staff-print"
    STAFF_SCAN = "staff-scan"
    STAFF_VERSIONS = "staff-versions"
    STAFF_LOCK = "staff-lock"


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
    """The lobby service refused the request itself. ``retry_after`` in seconds, if it said."""

    press: UUID
    retry_after: int | None = None


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
    | LobbyChanged
    | LinkChanged
    | DeviceChanged
)
