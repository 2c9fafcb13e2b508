"""The service day: opened once, never backwards, never by a clock that is plainly wrong."""

import enum
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vuoro.core.clock import ClockState, local

_PLAUSIBLE = timedelta(days=8)
"""The mirror reaches a week ahead; a longer step is a clock set wrong, or a case for a person."""


class DayStep(enum.StrEnum):
    """What to do about the service day."""

    STAY = "stay"
    OPEN = "open"
    ASK = "ask"
    """Only a person can say which day it is; until then the day stays."""


@dataclass(frozen=True, slots=True)
class ServiceDay:
    """A local date on which the lobby serves. ``closed_at`` is set when the next one opens."""

    day: str
    opened_at: datetime
    closed_at: datetime | None = None
    version: int = 0


def decide(
    current: ServiceDay | None,
    now: datetime,
    clock: ClockState,
    turns_at: int,
    *,
    confirmed: bool = False,
) -> DayStep:
    """Whether a new service day begins now (offline_sync §3.10).

    ``turns_at`` is the local hour before which no day follows another: a night belongs to the day
    before it. ``confirmed``: a staff member has said that the clock is right; then it is believed
    however far it went, but it still goes neither backwards nor through the night.
    """
    if clock is ClockState.UNSET and not confirmed:
        return DayStep.ASK
    if current is None:
        return DayStep.OPEN
    here = local(now)
    step = here.date() - date.fromisoformat(current.day)
    if step <= timedelta(0) or here.hour < turns_at:
        return DayStep.STAY
    if step > _PLAUSIBLE and not confirmed:
        return DayStep.ASK
    return DayStep.OPEN
