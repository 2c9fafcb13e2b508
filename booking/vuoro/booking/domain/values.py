"""The values that use cases, pages, messages and the API share."""

import enum
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from vuoro.core.wire.desk import Channel

Texts = dict[str, str]
"""By language."""
Answers = tuple[tuple[str, str], ...]
"""Question id and answer."""


class ActorKind(enum.StrEnum):
    CLIENT = "client"
    STAFF = "staff"
    SYSTEM = "system"
    API = "api"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, for the audit log. ``id``: account, key or device."""

    kind: ActorKind
    id: str = ""
    name: str = ""

    @property
    def is_staff(self) -> bool:
        """Whether times for staff only may be used."""
        return self.kind in (ActorKind.STAFF, ActorKind.API, ActorKind.SYSTEM)


CLIENT = Actor(ActorKind.CLIENT)
SYSTEM = Actor(ActorKind.SYSTEM)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a time is looked for. Empty tuples mean any. ``first`` and ``last``: local days."""

    tenant: str
    service: str
    channel: Channel
    first: date
    last: date
    offices: tuple[str, ...] = ()
    specialists: tuple[str, ...] = ()
    language: str = ""
    """Only specialists who speak it; empty: any."""
    for_staff: bool = False
    minutes: int | None = None
    """Another length than the service's: 5–120 on the grid, staff only."""


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A time that can be booked."""

    start: datetime
    minutes: int
    office: str
    specialist: str

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Held:
    """A time kept while a form is filled in; ``token`` goes with the form."""

    token: str = field(repr=False)
    time: FreeTime
    service: str
    channel: Channel
    expires_at: datetime
    moves: str | None = None
    """The booking that is being moved to this time."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Who the client is. ``identity_code`` as typed, or empty; checked by the use case."""

    name: str = field(repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    identity_code: str = field(default="", repr=False)
    language: str = "fi"
    protected: bool = False


@dataclass(frozen=True, slots=True)
class ClientView:
    """A client with what is personal opened: for staff who may see it only."""

    id: str
    tenant: str
    contact: Contact = field(repr=False)
    """Without the identity code."""
    has_identity_code: bool
    note: str = field(repr=False)
    rev: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class NewBooking:
    """A booking to be made without a hold; either ``contact`` or ``client_id`` says for whom."""

    tenant: str
    service: str
    channel: Channel
    time: FreeTime
    contact: Contact | None = field(default=None, repr=False)
    client_id: str | None = None
    answers: Answers = field(default=(), repr=False)
    note: str = field(default="", repr=False)
    language: str = "fi"
    group: str = ""


class BookingStatus(enum.StrEnum):
    BOOKED = "booked"
    CANCELLED = "cancelled"
    DONE = "done"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An office as pages and messages show it."""

    id: str
    tenant: str
    site: int
    slug: str
    name: Texts
    address: Texts
    directions: Texts
    phone: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AreaView:
    """An employment area (työllisyysalue)."""

    id: str
    slug: str
    name: Texts


@dataclass(frozen=True, slots=True)
class SpecialistView:
    """A specialist as pages show them. ``office`` and ``services`` are ids."""

    id: str
    tenant: str
    name: str
    office: str
    services: tuple[str, ...]
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    channels: tuple[Channel, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question asked before the visit. ``kind``: text, long_text, yes_no or choice."""

    id: str
    kind: str
    label: Texts
    help: Texts
    required: bool
    choices: tuple[Texts, ...]


@dataclass(frozen=True, slots=True)
class Reminder:
    """When a reminder goes out before the start, and how; no ``channels``: all."""

    minutes_before: int
    by: tuple[str, ...]
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service as pages and messages show it."""

    id: str
    tenant: str
    slug: str
    name: Texts
    description: Texts
    directions: Texts
    minutes: int
    channels: tuple[Channel, ...]
    public: bool
    change_until_minutes: int
    questions: tuple[Question, ...]
    reminders: tuple[Reminder, ...]
    identity_code: str
    """no, optional or required."""
    buffer_before: int = 0
    buffer_after: int = 0
    languages: tuple[str, ...] = ()
    """Those that the meeting itself can be held in."""


@dataclass(frozen=True, slots=True)
class BookingView:
    """A booking whole, with what is personal opened: for those who may see it only."""

    id: str
    tenant: str
    office: OfficeView
    service: ServiceView
    specialist: str
    specialist_name: str
    stand_in: str | None
    client: str | None
    contact: Contact = field(repr=False)
    """Without the identity code: that is opened for nobody but its own use case."""
    has_identity_code: bool
    protected: bool
    start: datetime
    minutes: int
    channel: Channel
    status: BookingStatus
    cancelled_by: str
    rev: int
    pass_id: str = field(repr=False)
    code: str = field(repr=False)
    manage_token: str = field(repr=False)
    """The secret of the link: ``<public_url>/b/<manage_token>``."""
    language: str
    answers: Answers = field(repr=False)
    note: str = field(repr=False)
    group: str = ""

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class EventRow:
    """Something that happened to a booking (table booking_event), in order of ``n``.

    ``kind``: made, moved, cancelled, handed_over, reassigned, noted, arrived, absent, done,
    reopened, erased.
    ``before``: of a move or hand-over, the start, specialist, office and channel that were; of a
    booking given to another client, whose it was.
    """

    n: int
    tenant: str
    booking: str
    kind: str
    at: datetime
    actor: str
    rev: int
    before_start: datetime | None = None
    before_specialist: str | None = None
    before_office: str | None = None
    before_channel: str | None = None
    before_client: str | None = None
    silent: bool = False
    """The client is told some other way; no message is sent."""
