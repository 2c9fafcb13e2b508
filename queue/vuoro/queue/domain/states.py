"""What staff and time have set about counters, services and bookings."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CounterState:
    """Who sits at a counter; nobody: the counter is closed."""

    id: str
    staff: str | None = None
    staff_name: str = ""
    version: int = 0


WHOLE_LOBBY = "*"


@dataclass(frozen=True, slots=True)
class ServiceState:
    """A service that staff locked; the id ``*`` is the whole lobby.

    ``message`` is JSON of words by language.
    """

    id: str
    locked: bool = False
    message: str = "{}"
    version: int = 0


@dataclass(frozen=True, slots=True)
class BookingMark:
    """What the lobby found out about a booking: its client did not come.

    ``absent_at`` None: the client came after all.
    """

    id: str
    day: str
    absent_at: datetime | None = None
    version: int = 0
