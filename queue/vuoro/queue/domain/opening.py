"""Whether a service is open: weekly hours, single days, public holidays of Finland.

Hours are local (Europe/Helsinki), written ``{"mon-fri" = "09:00-16:15", "sat" = "10:00-14:00"}``.
A day of its own stands over a range; an empty string is closed; ``24:00`` ends a day.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import holidays

from vuoro.core.clock import HELSINKI, local
from vuoro.queue.domain.office import Office, Service

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MIDNIGHT = 24 * 60
_LOOK_AHEAD = 35
"""Days. A service of one day a week stays closed three weeks when Christmas falls on that day."""
_SPAN = re.compile(r"([0-9]{2}):([0-5][0-9])-([0-9]{2}):([0-5][0-9])")


class BadHours(ValueError):
    """Opening hours that can't be read; the message says which."""


Minutes = tuple[int, int]
"""From opening to closing, in minutes of the local day."""


@dataclass(frozen=True, slots=True)
class Span:
    """From opening to closing, in UTC."""

    opens: datetime
    closes: datetime

    def holds(self, moment: datetime) -> bool:
        """Open at this moment; closed at the closing minute itself."""
        return self.opens <= moment < self.closes


@dataclass(frozen=True, slots=True)
class _Week:
    """Hours by weekday (0 is Monday), and the single days that stand over them."""

    days: dict[int, Minutes]
    exceptions: dict[date, Minutes | None]


class Hours:
    """The opening hours of an office and its services. Raises BadHours."""

    def __init__(self, office: Office) -> None:
        self._closed = closed_days() if office.closed_on_holidays else {}
        self._office = _week(office.hours, office.exceptions)
        self._own = {
            service.id: _week(
                office.hours if service.hours is None else service.hours, service.exceptions
            )
            for service in office.services
        }
        self._has_own_hours = {s.id for s in office.services if s.hours is not None}

    def on(self, day: date, service: Service | None = None) -> Span | None:
        """When it is open on a local day; None if it stays closed."""
        hours = self._minutes(day, service)
        if hours is None:
            return None
        span = Span(_utc(day, hours[0]), _utc(day, hours[1]))
        return span if span.opens < span.closes else None

    def is_open(self, now: datetime, service: Service | None = None) -> bool:
        """Whether it is open at this moment."""
        span = self.on(local(now).date(), service)
        return span is not None and span.holds(now)

    def next_opening(self, now: datetime, service: Service | None = None) -> datetime | None:
        """When it opens next, within five weeks."""
        today = local(now).date()
        spans = (self.on(today + timedelta(days=ahead), service) for ahead in range(_LOOK_AHEAD))
        return next((span.opens for span in spans if span is not None and span.opens > now), None)

    def _minutes(self, day: date, service: Service | None) -> Minutes | None:
        """A service's own single day, the office's single day, holidays, the week: in this order.

        A single day of the office is for all its services; it narrows hours of their own.
        """
        own = self._office if service is None else self._own.get(service.id, self._office)
        if day in own.exceptions:
            return own.exceptions[day]
        usual = own.days.get(day.weekday())
        if day in self._office.exceptions:
            special = self._office.exceptions[day]
            narrows = service is not None and service.id in self._has_own_hours
            return _within(usual, special) if narrows else special
        return None if day in self._closed else usual


def closed_days() -> Mapping[date, str]:
    """The public holidays of Finland with their names.

    Sundays among them, and the eves of Midsummer and Christmas: by law these are working days, but
    by the collective agreements and by custom every public office is closed.
    """
    return holidays.country_holidays("FI", categories=("public",))


def parse_week(text: Mapping[str, str]) -> dict[int, Minutes]:
    """Weekday (0 is Monday) to hours. Raises BadHours."""
    week: dict[int, Minutes | None] = {}
    for days, hours in sorted(text.items(), key=_ranges_first):
        span = parse_span(hours)
        for day in _weekdays(days):
            if day in week and "-" in days:
                raise BadHours(f'"{days}" says {DAYS[day]} once more')
            week[day] = span
    return {day: span for day, span in week.items() if span is not None}


def _ranges_first(line: tuple[str, str]) -> bool:
    return "-" not in line[0]


def parse_span(text: str) -> Minutes | None:
    """``09:00-16:15`` in minutes of the day, an empty string as None. Raises BadHours."""
    if not text:
        return None
    found = _SPAN.fullmatch(text)
    if found is None:
        raise BadHours(f'"{text}" is not a time span; write 09:00-16:15')
    hour, minute, last_hour, last_minute = map(int, found.groups())
    opens, closes = hour * 60 + minute, last_hour * 60 + last_minute
    if opens >= closes:
        raise BadHours(f'"{text}" ends before it begins')
    if closes > _MIDNIGHT:
        raise BadHours(f'"{text}" ends after midnight')
    return opens, closes


def _weekdays(text: str) -> range:
    first, dash, last = text.partition("-")
    if first not in DAYS or (dash and last not in DAYS):
        raise BadHours(f'"{text}" is not a day; write mon, or mon-fri')
    days = range(DAYS.index(first), DAYS.index(last or first) + 1)
    if not days:
        raise BadHours(f'"{text}" runs backwards; a week begins with mon')
    return days


def _week(hours: Mapping[str, str], exceptions: Mapping[date, str]) -> _Week:
    return _Week(parse_week(hours), {day: parse_span(text) for day, text in exceptions.items()})


def _within(usual: Minutes | None, special: Minutes | None) -> Minutes | None:
    if usual is None or special is None:
        return None
    return max(usual[0], special[0]), min(usual[1], special[1])


def _utc(day: date, minute: int) -> datetime:
    day += timedelta(days=minute // _MIDNIGHT)
    moment = time(*divmod(minute % _MIDNIGHT, 60))
    return datetime.combine(day, moment, HELSINKI).astimezone(UTC)
