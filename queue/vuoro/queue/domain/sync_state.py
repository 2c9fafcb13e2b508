"""How the sync with the backend stands, as staff see it (offline_sync §3.18)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from vuoro.core.clock import ClockState
from vuoro.core.wire.desk import SyncLevel

FRESH = timedelta(minutes=5)
PATIENCE = timedelta(minutes=10)
LOST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class SyncState:
    """``data_as_of``: of the newest pull, None for never. ``problems`` want a person."""

    data_as_of: datetime | None
    events_waiting: int
    problems: int
    clock: ClockState
    level: SyncLevel

    def seen(self) -> tuple[object, ...]:
        """What a person sees of it: moments to the minute."""
        as_of = self.data_as_of
        minute = None if as_of is None else as_of.replace(second=0, microsecond=0)
        return minute, self.events_waiting, self.problems, self.clock, self.level


def level(
    *,
    data_age: timedelta | None,
    waiting_for: timedelta | None,
    problems: int,
    clock: ClockState,
    revoked: bool = False,
) -> SyncLevel:
    """Whether all is well, behind, or a person must look.

    ``data_age``: since the newest pull, None before the first; ``waiting_for``: for how long the
    oldest event has waited, None where none does.
    """
    ages = [age for age in (data_age, waiting_for) if age is not None]
    if problems or revoked or clock is ClockState.UNSET or any(age > LOST for age in ages):
        return SyncLevel.RED
    is_behind = data_age is None or data_age >= FRESH
    is_stuck = waiting_for is not None and waiting_for >= PATIENCE
    return SyncLevel.AMBER if is_behind or is_stuck else SyncLevel.GREEN
