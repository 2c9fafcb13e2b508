"""Free times as a week that people can read: by day, by place, one button for each start."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vuoro.booking.backend import to_ms
from vuoro.booking.domain.values import FreeTime
from vuoro.core.clock import HELSINKI, local

WEEK = timedelta(days=7)
_WORKDAYS = 5


@dataclass(frozen=True, slots=True)
class Place:
    """The starts of one day in one office, whoever is free then."""

    office: str
    starts: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week; without places nothing is free."""

    date: date
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Friday, and the weekend's days that have times."""

    monday: date
    days: tuple[Day, ...]
    earlier: bool
    """Whether an earlier week has free times, and so a way back makes sense."""
    next_start: datetime | None
    """The first free time after the week."""

    @property
    def number(self) -> int:
        """ISO 8601."""
        return self.monday.isocalendar().week

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def empty(self) -> bool:
        return not any(day.places for day in self.days)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_of(times: Sequence[FreeTime], monday: date) -> Week:
    """A week of free times, which come sorted by start and office. Looks at no other week's."""
    begin = _first_from(times, monday)
    end = _first_from(times, monday + WEEK)
    starts: dict[date, dict[str, list[datetime]]] = {}
    for time in times[begin:end]:
        places = starts.setdefault(local(time.start).date(), {}).setdefault(time.office, [])
        if not places or places[-1] != time.start:
            places.append(time.start)
    days = tuple(
        Day(day, tuple(Place(office, tuple(its)) for office, its in starts.get(day, {}).items()))
        for n in range(7)
        if (day := monday + timedelta(days=n)) in starts or n < _WORKDAYS
    )
    later = times[end].start if end < len(times) else None
    return Week(monday, days, earlier=begin > 0, next_start=later)


def near(times: Sequence[FreeTime], moment: datetime, most: int = 6) -> tuple[FreeTime, ...]:
    """The free times nearest to a moment, one for each start and office, in order of time."""
    at = bisect_left(times, moment, key=lambda time: time.start)
    around = times[max(0, at - 8 * most) : at + 8 * most]
    different = {(time.start, time.office): time for time in reversed(around)}
    nearest = sorted(different.values(), key=lambda time: abs(time.start - moment))[:most]
    return tuple(sorted(nearest, key=lambda time: (time.start, time.office)))


def fairest(times: Sequence[FreeTime], start: datetime, office: str) -> tuple[FreeTime, ...]:
    """Who can give this time, those with most of the day free first: so work spreads."""
    free = Counter(time.specialist for time in times)
    able = [time for time in times if time.start == start and time.office == office]
    return tuple(sorted(able, key=lambda time: (-free[time.specialist], time.specialist)))


def written(start: datetime, office: str) -> str:
    """A start in an office as a form sends it."""
    return f"{to_ms(start)}.{office}"


def _first_from(times: Sequence[FreeTime], day: date) -> int:
    midnight = datetime(day.year, day.month, day.day, tzinfo=HELSINKI)
    return bisect_left(times, midnight, key=lambda time: time.start)
