"""The description of an employment area: offices, services, specialists and hours, in one file."""

from dataclasses import dataclass, field
from typing import Annotated, Any

from msgspec import Meta

Texts = dict[str, str]
"""By language: fi, sv, en."""
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=40)]
Grid = Annotated[int, Meta(ge=5, le=120, multiple_of=5)]
Buffer = Annotated[int, Meta(ge=0, le=60, multiple_of=5)]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z")]
Time = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5][05]\Z|^24:00\Z")]


@dataclass(frozen=True, slots=True)
class OfficeEntry:
    """One office. ``hours``: {"mon": "09:00-16:00", …}; a weekday that is missing is closed."""

    id: str
    site: Annotated[int, Meta(ge=1, le=65535)]
    slug: Slug
    name: Texts
    address: Texts
    hours: dict[str, str]
    directions: Texts = field(default_factory=dict)
    exceptions: dict[str, str] = field(default_factory=dict)
    closed_on_holidays: bool = True
    languages: tuple[str, ...] = ("fi", "sv", "en")
    """What clients may read the pages in; an area offers those of all its offices, in order."""
    phone: str = ""
    counters: tuple[Texts, ...] = ()
    services: tuple[Slug, ...] = ()
    """The services offered here, by slug; empty: all."""
    walk_in_leases: dict[str, int] = field(default_factory=dict)
    """Service slug to how many bookable times a day are kept for walk-ins."""


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """A question asked before the visit. ``kind``: text, long_text, yes_no or choice."""

    id: Slug
    kind: str
    label: Texts
    help: Texts = field(default_factory=dict)
    required: bool = False
    choices: tuple[Texts, ...] = ()


@dataclass(frozen=True, slots=True)
class ReminderEntry:
    """When a reminder goes out before the start, and how."""

    minutes_before: Annotated[int, Meta(ge=5, le=60 * 24 * 30)]
    by: tuple[str, ...] = ("sms", "email")
    channels: tuple[str, ...] = ()
    """Empty: all."""


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """One service; its slug is its id in the office file of a lobby."""

    id: str
    slug: Slug
    name: Texts
    minutes: Grid
    description: Texts = field(default_factory=dict)
    directions: Texts = field(default_factory=dict)
    buffer_before: Buffer = 0
    buffer_after: Buffer = 0
    channels: tuple[str, ...] = ("in_person",)
    languages: tuple[str, ...] = ("fi", "sv", "en")
    skills: tuple[str, ...] = ()
    public: bool = True
    min_notice_minutes: Annotated[int, Meta(ge=0)] = 60
    max_days_ahead: Annotated[int, Meta(ge=1, le=366)] = 60
    change_until_minutes: Annotated[int, Meta(ge=0)] = 60
    questions: tuple[QuestionEntry, ...] = ()
    reminders: tuple[ReminderEntry, ...] = ()
    identity_code: str = "optional"
    """no, optional or required."""


@dataclass(frozen=True, slots=True)
class HoursEntry:
    """Weekly hours of a specialist: ``days`` of ``mon`` … ``sun``."""

    days: tuple[str, ...]
    starts: Time
    ends: Time
    office: str = ""
    """Empty: the specialist's own."""
    valid_from: Day = "2026-01-01"
    valid_until: str = ""
    every_weeks: Annotated[int, Meta(ge=1, le=8)] = 1
    channels: tuple[str, ...] = ()
    services: tuple[Slug, ...] = ()
    audience: str = "public"
    """public or staff."""


@dataclass(frozen=True, slots=True)
class SpecialistEntry:
    """One specialist. ``id`` is also their staff id in a lobby."""

    id: str
    name: str
    office: Slug
    services: tuple[Slug, ...]
    hours: tuple[HoursEntry, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("fi",)
    channels: tuple[str, ...] = ("in_person", "phone", "video")


@dataclass(frozen=True, slots=True)
class Area:
    """An employment area (työllisyysalue); ``id`` is the UUID that its passes are signed for."""

    id: str
    slug: Slug
    name: Texts
    offices: tuple[OfficeEntry, ...]
    services: tuple[ServiceEntry, ...]
    specialists: tuple[SpecialistEntry, ...] = ()

    def office(self, slug: str) -> OfficeEntry:
        return next(office for office in self.offices if office.slug == slug)

    def service(self, slug: str) -> ServiceEntry:
        return next(service for service in self.services if service.slug == slug)


def area_of(tree: dict[str, Any]) -> Area:
    """The area of a parsed file. Raises msgspec.ValidationError."""
    import msgspec

    return msgspec.convert(tree, Area)
