"""What a desk asks and is told."""

import enum
from dataclasses import dataclass, field
from datetime import datetime

from vuoro.core.wire.common import DoorState, Lobby, WaitInterval


class TicketState(enum.StrEnum):
    """Where a ticket is (lobby.md, Who is called next)."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    MISSED = "missed"
    DONE = "done"
    LEFT = "left"


class TicketKind(enum.StrEnum):
    """How the client came."""

    WALK_IN = "walk_in"
    BOOKED = "booked"


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket as staff see it.

    ``notes`` are codes such as ``late``, ``early``, ``stale_booking``, ``no_match``.
    """

    id: str
    number: str
    state: TicketState
    kind: TicketKind
    service: str
    language: str
    arrived_at: datetime
    due_at: datetime
    not_before: datetime
    urgent: bool
    counter: str | None
    """The counter that holds it (called, serving, parked) or it was transferred to (waiting)."""
    specialist: str | None
    stand_in: str | None
    booking: str | None
    booked_start: datetime | None
    calls: int
    called_at: datetime | None
    receipt: str
    notes: tuple[str, ...]
    outcome: str
    can_undo: bool
    version: int
    also: tuple[str, ...] = ()
    """Other numbers of the same visit; calling this ticket calls them."""
    silent: bool = False
    """The visitor is told by phone or fetched; neither board nor loudspeaker say the number."""
    elsewhere: bool = False
    """The visitor waits at the office's other waiting place."""


@dataclass(frozen=True, slots=True)
class CounterRow:
    """A counter, who sits there and which ticket it holds."""

    id: str
    label: str
    name: dict[str, str]
    services: tuple[str, ...]
    staff: str | None
    staff_name: str
    ticket: str | None
    version: int


class BookingState(enum.StrEnum):
    """Where a booking of today is."""

    EXPECTED = "expected"
    HERE = "here"
    ABSENT = "absent"
    CANCELLED = "cancelled"


class Channel(enum.StrEnum):
    """How the meeting takes place."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class BookingRow:
    """A booking of today as all staff of the office see it: no name, no matter."""

    id: str
    start: datetime
    minutes: int
    service: str
    specialist: str | None
    specialist_name: str
    channel: Channel
    state: BookingState
    ticket: str | None
    version: int


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service as staff see it."""

    id: str
    name: dict[str, str]
    state: DoorState
    locked: bool
    waiting: int
    wait: WaitInterval | None
    target_minutes: int
    version: int


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device and how its parts are; ``connected`` is whether its stream is open."""

    id: str
    name: str
    kind: str
    connected: bool
    printer: str
    scanner: str
    version: int
    locked: bool = False
    """Staff have locked this kiosk."""
    paper_left_mm: int | None = None
    """By the kiosk's own count; None where nobody counts."""
    host: tuple[str, ...] = ()
    """What is wrong with its computer, such as ``undervoltage``; empty: nothing."""
    parts: tuple[tuple[str, str], ...] = ()
    """What else hangs on it and how that is: ``(("light", "ok"), ("button", "offline"))``."""


class SyncLevel(enum.StrEnum):
    """How the sync with the backend stands (offline_sync §3.18)."""

    GREEN = "green"
    AMBER = "amber"
    """Behind: the network is away, or was until just now. Nothing stops."""
    RED = "red"
    """Somebody must look: away for a day, something the backend could not take, a wrong clock."""


@dataclass(frozen=True, slots=True)
class SyncRow:
    """What staff are told of the sync. ``clock``: ``sync``, ``holdover`` or ``unset``."""

    level: SyncLevel
    data_as_of: datetime | None
    events_waiting: int
    problems: int
    clock: str


@dataclass(frozen=True, slots=True)
class DeskFrame:
    """One message of the desk's stream: everything open (``full``) or what changed since the last.

    A ticket that is done or left comes once more with that state; the receiver drops it after the
    time for undo.
    """

    version: int
    full: bool
    now: datetime
    series: str
    """Commands carry this in their idempotency key; it changes when the lobby was restored."""
    lobby: Lobby | None = None
    services: tuple[ServiceRow, ...] = ()
    counters: tuple[CounterRow, ...] = ()
    tickets: tuple[TicketRow, ...] = ()
    bookings: tuple[BookingRow, ...] = ()
    devices: tuple[DeviceRow, ...] = ()
    emergency: str | None = None
    """The counter that asks for help, if any; "" when it is over."""
    sync: SyncRow | None = None
    """None where nothing of it has changed, or there is no backend."""


@dataclass(frozen=True, slots=True)
class DeskCommand:
    """A press of a button. Which fields are needed depends on the command.

    ``deadline``: a press that arrives later does nothing (offline_sync §3.1). ``version``: with
    undo, the ticket's as the clerk saw it; if somebody has changed it since, nothing happens.
    """

    counter: str | None = None
    ticket: str | None = None
    service: str | None = None
    outcome: str = ""
    language: str = "fi"
    urgent: bool = False
    locked: bool | None = None
    message: dict[str, str] | None = None
    deadline: datetime | None = None
    version: int | None = None
    into: str | None = None
    """With merge: the ticket of the same person, which stands."""
    silent: bool | None = None
    elsewhere: bool | None = None
    """With wish: how the visitor wants to be called; None leaves it as it is."""


class WhyCode(enum.StrEnum):
    """Why this ticket was chosen."""

    URGENT = "urgent"
    BOOKED_DUE = "booked_due"
    LONGEST_OVERDUE = "longest_overdue"
    FIRST_DUE = "first_due"
    EARLY_NOBODY_ELSE = "early_nobody_else"
    FREED_TIME = "freed_time"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Why:
    """Why this one is next: the reason and the due time it was judged by."""

    code: WhyCode
    due_at: datetime
    passed_over: int = 0
    """How many others this counter could serve."""


@dataclass(frozen=True, slots=True)
class NextUp:
    """Whom Next would call at a counter: number, ticket id, and why."""

    number: str
    ticket: str
    why: Why


@dataclass(frozen=True, slots=True)
class DeskResult:
    """The answer to a press: the ticket as it is now, or None where nobody waits."""

    version: int
    ticket: TicketRow | None = None
    why: Why | None = None
    next_booking: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClientCard:
    """What the one who serves a client sees: pre-visit answers and notes (lobby.md, The desk).

    These are personal data, so no repr shows them.
    """

    ticket: TicketRow
    booking: BookingRow | None
    other_bookings: tuple[BookingRow, ...]
    answers: tuple[tuple[str, str], ...] = field(repr=False)
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Name and password of a staff member."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in staff member. ``csrf`` goes into the header ``X-CSRF-Token`` of every command."""

    staff: str
    name: str
    roles: tuple[str, ...]
    counter: str | None
    csrf: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who did what and when."""

    at: datetime
    actor: str
    action: str
    number: str
    counter: str
    detail: str
