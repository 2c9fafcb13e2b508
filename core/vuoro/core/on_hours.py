"""When a screen is on: the hours of the settings, without public holidays. Pure."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from vuoro.core.clock import local
from vuoro.core.opening_hours import Minutes, closed_days, parse_line

Week = Mapping[int, Minutes]
"""Weekday (0 is Monday) to the minutes of the local day between which it is on."""


def week_of(hours: str) -> Week | None:
    """The week of such hours; None, always on, for an empty text. Raises BadHours."""
    return parse_line(hours) if hours else None


def is_on(week: Week | None, now: datetime) -> bool:
    """Whether it is to be on now, by the clock on the wall, also in nights that change it."""
    if week is None:
        return True
    here = local(now)
    opens, closes = week.get(here.weekday(), (0, 0))
    in_hours = opens <= here.hour * 60 + here.minute < closes
    return in_hours and here.date() not in _holidays()


@cache
def _holidays() -> Mapping[date, str]:
    """The calendar, which works a year out once it is asked about it."""
    return closed_days()
