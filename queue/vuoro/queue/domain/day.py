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
    """Only a person can say which day it is."""


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

    ``confirmed``: a staff member has said that the clock is right.
    """
    if clock is ClockState.UNSET and not confirmed:
        return DayStep.STAY if current is not None else DayStep.ASK
    if current is None:
        return DayStep.OPEN
    today = local(now).date()
    last = date.fromisoformat(current.day)
    if today <= last:
        return DayStep.STAY
    if today - last > _PLAUSIBLE and not confirmed:
        return DayStep.ASK
    if today - last == timedelta(days=1) and local(now).hour < turns_at:
        return DayStep.STAY
    return DayStep.OPEN
