"""What time it is, and how far the answer can be trusted."""

import enum
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")


class ClockState(enum.StrEnum):
    """How far the wall clock can be trusted (offline_sync §3.10)."""

    SYNC = "sync"
    HOLDOVER = "holdover"
    UNSET = "unset"


class Clock(Protocol):
    """Wall time for people, monotonic time for everything else."""

    @property
    def boot_id(self) -> uuid.UUID: ...

    @property
    def state(self) -> ClockState: ...

    def now(self) -> datetime:
        """The wall clock, UTC and aware."""
        ...

    def mono(self) -> float:
        """Seconds since some fixed moment of this boot; never goes back."""
        ...


class SystemClock:
    """The clock of this computer."""

    def __init__(self) -> None:
        self._boot_id = _kernel_boot_id()

    @property
    def boot_id(self) -> uuid.UUID:
        return self._boot_id

    @property
    def state(self) -> ClockState:
        """A clock before the year this program was written can't be right."""
        return ClockState.UNSET if self.now().year < 2026 else ClockState.SYNC

    def now(self) -> datetime:
        return datetime.now(UTC)

    def mono(self) -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass
class SteppingClock:
    """A clock that moves only when told to: for tests and simulations."""

    wall: datetime
    state: ClockState = ClockState.SYNC
    boot_id: uuid.UUID = field(default_factory=lambda: uuid.UUID(int=1))
    elapsed: float = 0.0

    def now(self) -> datetime:
        return self.wall

    def mono(self) -> float:
        return self.elapsed

    def advance(self, by: timedelta) -> None:
        """Let time pass, as it does."""
        self.wall += by
        self.elapsed += by.total_seconds()

    def jump(self, to: datetime) -> None:
        """Set the wall clock, as a person or NTP does; no time passes."""
        self.wall = to


def local(moment: datetime) -> datetime:
    """The same moment as people in Finland read it."""
    return moment.astimezone(HELSINKI)


def _kernel_boot_id() -> uuid.UUID:
    with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
        return uuid.UUID(file.read().strip())
