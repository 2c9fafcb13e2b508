"""What a kiosk asks and is told."""

import enum
from dataclasses import dataclass, field
from datetime import datetime

from vuoro.core.wire.common import DoorState, Lobby, WaitInterval


class CheckInBy(enum.StrEnum):
    """How a booked client shows who came."""

    PASS = "pass"
    BOOKING_CODE = "booking_code"
    IDENTITY_CODE = "identity_code"


@dataclass(frozen=True, slots=True)
class CheckInRequest:
    """A booked client is here. ``text`` may be an identity code, so it never shows in ``repr``."""

    by: CheckInBy
    text: str = field(repr=False)
    language: str = "fi"


@dataclass(frozen=True, slots=True)
class TicketRequest:
    """A walk-in client wants a number for a service."""

    service: str
    language: str = "fi"


class Outcome(enum.StrEnum):
    """What became of an arrival or a request for a number; each has words and a way forward.

    With a number: ADMITTED to ISSUED. Without: the rest.
    """

    ADMITTED = "admitted"
    EARLY = "early"
    LATE = "late"
    ALREADY_HERE = "already_here"
    RESCHEDULED = "rescheduled"
    """An older revision of the pass, but the client has a time here today: admitted to that."""
    RECEIVED = "received"
    """The uniform answer to an identity code, whether or not it matched."""
    ISSUED = "issued"
    """A walk-in number."""

    NO_MATCH = "no_match"
    BAD_PASS = "bad_pass"
    """Not a pass of ours, damaged, or signed by nobody we know."""
    WRONG_DAY = "wrong_day"
    WRONG_OFFICE = "wrong_office"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    SEE_STAFF = "see_staff"
    TOO_MANY_TRIES = "too_many_tries"
    CLOSED = "closed"
    LOCKED = "locked"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Slip:
    """A ticket as it goes on paper. ``copy`` is 0 for the first slip, then 1, 2, …

    ``ahead`` and ``wait`` are None where they may not be told (identity codes get a uniform
    answer). ``follow_url`` is a secret of this visitor.
    """

    job: str
    ticket: str
    number: str
    language: str
    office: dict[str, str]
    where: dict[str, str]
    issued_at: datetime
    receipt: str
    follow_url: str = field(repr=False)
    ahead: int | None = None
    wait: WaitInterval | None = None
    copy: int = 0


@dataclass(frozen=True, slots=True)
class ArrivalResult:
    """The answer to a check-in or a request for a number.

    ``slip`` is there whenever this lobby has given a number. ``start`` is the booked time where
    the visitor may be told (never after an identity code).
    """

    outcome: Outcome
    slip: Slip | None = None
    start: datetime | None = None
    retry_after: int | None = None
    """Seconds until the next try, with TOO_MANY_TRIES."""
    number: str = ""
    """With ALREADY_HERE and no slip: the number that another device gave."""


@dataclass(frozen=True, slots=True)
class PhoneDoor:
    """Where a visitor's own phone gets in just now, for the code on the kiosk's screen.

    ``seconds``: how long until the next one; this one works for as long again.
    """

    url: str
    seconds: float


class SlipState(enum.StrEnum):
    """Where a print job is: a printer's outcome can be unknowable (offline_sync §3.3)."""

    QUEUED = "queued"
    SENDING = "sending"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SlipReport:
    """How the printing of a slip goes."""

    state: SlipState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OpenSlip:
    """A print job a restarted kiosk finds: QUEUED may be printed, SENDING has become UNKNOWN."""

    state: SlipState
    slip: Slip


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """How a device's parts are: ``ok``, or a reason such as ``paper_out``, ``cover_open``."""

    printer: str = "ok"
    scanner: str = "ok"
    program: str = ""
    paper_left_mm: int | None = None
    """By our own count; None where nobody counts."""
    host: tuple[str, ...] = ()
    """What is wrong with the computer itself, such as ``undervoltage``; empty: nothing."""
    parts: tuple[tuple[str, str], ...] = ()
    """What else hangs on it and how that is: ``(("light", "ok"), ("button", "offline"))``."""


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """One button of the service page."""

    id: str
    name: dict[str, str]
    hint: dict[str, str]
    state: DoorState
    ahead: int
    wait: WaitInterval | None
    version: int
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KioskFrame:
    """One message of the kiosk's stream."""

    version: int
    full: bool
    now: datetime
    lobby: Lobby | None = None
    services: tuple[ServiceChoice, ...] = ()
    locked: bool = False
    """This kiosk was locked by staff."""
