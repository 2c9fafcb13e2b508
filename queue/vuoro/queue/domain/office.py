"""An office: its services, counters, opening hours and the rules it goes by."""

import enum
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from msgspec import Meta

Letter = Annotated[str, Meta(pattern=r"^[A-Z]\Z")]
Key = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}\Z")]
Minutes = Annotated[int, Meta(ge=0, le=24 * 60)]


class WalkIns(enum.StrEnum):
    """When a counter takes clients without a booking."""

    ALWAYS = "always"
    WHEN_FREE = "when_free"
    """Only while the specialist's next booking leaves time for them."""
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Service:
    """What visitors come for.

    ``letter`` is shared by several services, so that a number tells nothing sensitive.
    """

    id: Key
    name: dict[str, str]
    letter: Letter
    hint: dict[str, str] = field(default_factory=dict)
    target_minutes: Minutes = 20
    expected_minutes: Annotated[int, Meta(ge=1, le=240)] = 15
    hours: dict[str, str] | None = None
    """Opening hours of its own; None: those of the office."""
    exceptions: dict[date, str] = field(default_factory=dict)
    """Hours of its own on single days; an empty string is closed."""
    daily_limit: Annotated[int, Meta(ge=0)] | None = None
    at_kiosk: bool = True
    """Whether visitors can choose it themselves."""
    walk_in_by_time: bool = False
    """Whether walk-ins get the next bookable time that the backend leased to this lobby; when none
    is left today the service is full."""


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a visitor is served. ``label`` is written large on the board."""

    id: Key
    label: Annotated[str, Meta(min_length=1, max_length=8)]
    name: dict[str, str]
    services: tuple[str, ...]
    walk_ins: WalkIns = WalkIns.ALWAYS


@dataclass(frozen=True, slots=True)
class Rules:
    """What an office may set about arrivals and calls; minutes unless the name says otherwise."""

    early: Minutes = 60
    """A client who comes sooner than this before the start is told so, and still gets a number."""
    late: Minutes = 20
    """After this much the client is late, and without an arrival the booking is absent."""
    booked_lead: Minutes = 2
    """A booked client is due this long before the start."""
    recall_limit: Annotated[int, Meta(ge=1, le=10)] = 3
    called_again_after: Minutes = 5
    """A client called so recently is not offered again."""
    tries_per_minute: Annotated[int, Meta(ge=1, le=60)] = 5
    day_turns_at: Annotated[int, Meta(ge=0, le=6)] = 2
    """Local hour before which a new service day never opens."""


@dataclass(frozen=True, slots=True)
class ButtonLimit:
    """How many numbers one kiosk may give for a service in a day."""

    kiosk: str
    service: str
    limit: Annotated[int, Meta(ge=0)]


@dataclass(frozen=True, slots=True)
class Office:
    """One place with a lobby.

    ``site`` is its number in passes (there 0 means any), ``tenant`` its employment area,
    ``info_service`` what people without a booking of their own are given a number for. Names are
    by language.
    """

    site: Annotated[int, Meta(ge=1, le=65535)]
    tenant: UUID
    name: dict[str, str]
    where: dict[str, str]
    info_service: str
    hours: dict[str, str]
    services: tuple[Service, ...]
    counters: tuple[Counter, ...]
    languages: tuple[str, ...] = ("fi", "sv", "en")
    """What visitors may choose, in this order."""
    unchecked_translations: bool = False
    """Whether languages are offered too whose words nobody has checked."""
    exceptions: dict[date, str] = field(default_factory=dict)
    """Hours of single days: ``2026-12-31 = "09:00-12:00"``; an empty string is closed."""
    closed_on_holidays: bool = True
    """Closed on public holidays and on the eves of Midsummer and Christmas."""
    rules: Rules = field(default_factory=Rules)
    button_limits: tuple[ButtonLimit, ...] = ()
    elsewhere: dict[str, str] = field(default_factory=dict)
    """Name of another place where visitors may wait, by language; empty: there is none."""

    def service(self, key: str) -> Service | None:
        """The service with this id, if there is one."""
        return next((service for service in self.services if service.id == key), None)

    def counter(self, key: str) -> Counter | None:
        """The counter with this id, if there is one."""
        return next((counter for counter in self.counters if counter.id == key), None)


def minutes(count: int) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=count)
