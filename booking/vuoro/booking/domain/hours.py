"""When an office is open and when a specialist works, in minutes of local days."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vuoro.core.opening_hours import Minutes, closed_days

Names = frozenset[str]
"""Ids of services or channels; empty means all."""
MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Opening hours of an office by weekday (0 is Monday); a day of its own stands over a week."""

    week: Mapping[int, Minutes]
    exceptions: Mapping[date, Minutes | None]
    closed_on_holidays: bool = True

    def on(self, day: date) -> Minutes | None:
        """The hours of a day; None if it stays closed."""
        if day in self.exceptions:
            return self.exceptions[day]
        if self.closed_on_holidays and day in _closed_in(day.year):
            return None
        return self.week.get(day.weekday())


@dataclass(frozen=True, slots=True)
class Terms:
    """Where and for what the time of a block may be booked."""

    office: str
    channels: Names = frozenset()
    services: Names = frozenset()
    for_staff: bool = False
    """Only staff may book it: time that clients never see."""


@dataclass(frozen=True, slots=True)
class WeeklyBlock:
    """Working hours that come back every so many weeks, counted from the week of ``valid_from``."""

    terms: Terms
    weekday: int
    hours: Minutes
    valid_from: date
    valid_until: date | None = None
    """The last day; None is open."""
    every_weeks: int = 1

    def days(self, first: date, last: date) -> range:
        """The days within a span, both ends included, on which it holds, as ordinals."""
        rhythm = 7 * self.every_weeks
        monday = self.valid_from.toordinal() - self.valid_from.weekday()
        begin = max(first, self.valid_from).toordinal()
        end = (last if self.valid_until is None else min(last, self.valid_until)).toordinal()
        anchor = monday + self.weekday
        return range(begin + (anchor - begin) % rhythm, end + 1, rhythm)


@dataclass(frozen=True, slots=True)
class ExtraBlock:
    """Working hours of one day, besides the weekly ones."""

    terms: Terms
    day: date
    hours: Minutes

    def days(self, first: date, last: date) -> range:
        """The day as an ordinal, if it is within a span, both ends included."""
        here = self.day.toordinal()
        return range(here, here + (first <= self.day <= last))


@functools.cache
def _closed_in(year: int) -> frozenset[date]:
    return frozenset(closed_days(year))
