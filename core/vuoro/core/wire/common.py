"""Values that several messages share."""

import enum
from dataclasses import dataclass, field
from datetime import datetime


class LobbyMode(enum.StrEnum):
    """Whether visitors may come in."""

    OPEN = "open"
    CLOSED = "closed"
    LOCKED = "locked"


class DoorState(enum.StrEnum):
    """Whether a service gives numbers right now, and if not, why."""

    OPEN = "open"
    CLOSED = "closed"
    LOCKED = "locked"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class WaitInterval:
    """Minutes until called: half of people within ``likely``, nine of ten within ``at_most``."""

    likely: int
    at_most: int


@dataclass(frozen=True, slots=True)
class Lobby:
    """The lobby as a whole, as everyone may see it."""

    mode: LobbyMode
    office: dict[str, str]
    waiting: int
    opens_at: datetime | None
    closes_at: datetime | None
    message: dict[str, str]
    languages: tuple[str, ...]
    info_service: str
    service_day: str
    version: int = 0
    elsewhere: dict[str, str] = field(default_factory=dict)
    """Another place where visitors may wait; empty: there is none."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request was refused (RFC 9457): ``code`` for programs, ``detail`` says what to do."""

    code: str
    title: str
    detail: str
    status: int
    retry_after: int | None = None
    errors: tuple[str, ...] = ()
