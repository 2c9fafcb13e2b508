"""Whether a service is open: weekly hours, single days, public holidays of Finland."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vuoro.core.clock import local
from vuoro.core.opening_hours import Minutes, closed_days, moment_of, parse_span, parse_week
from vuoro.queue.domain.office import Office, Service

_LOOK_AHEAD = 35
"""Days. A service of one day a week stays closed three weeks when Christmas falls on that day."""


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
        span = Span(moment_of(day, hours[0]), moment_of(day, hours[1]))
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


def _week(hours: Mapping[str, str], exceptions: Mapping[date, str]) -> _Week:
    return _Week(parse_week(hours), {day: parse_span(text) for day, text in exceptions.items()})


def _within(usual: Minutes | None, special: Minutes | None) -> Minutes | None:
    if usual is None or special is None:
        return None
    return max(usual[0], special[0]), min(usual[1], special[1])
