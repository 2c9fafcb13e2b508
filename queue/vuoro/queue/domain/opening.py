"""Whether a service is open: weekly hours, single days, public holidays of Finland.

Hours are local (Europe/Helsinki) and written ``{"mon-fri" = "09:00-16:15", "sat" = "10:00-14:00"}``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import holidays

from vuoro.core.clock import HELSINKI, local
from vuoro.queue.domain.office import Office, Service

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LOOK_AHEAD = 14


class BadHours(ValueError):
    """Opening hours that can't be read; the message says which."""


@dataclass(frozen=True, slots=True)
class Span:
    """From opening to closing, in UTC."""

    opens: datetime
    closes: datetime

    def holds(self, moment: datetime) -> bool:
        """Open at this moment; closed at the closing minute itself."""
        return self.opens <= moment < self.closes


class Hours:
    """The opening hours of an office and its services."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._holidays = holidays.country_holidays("FI") if office.closed_on_holidays else {}
        self._weekly = parse_week(office.hours)
        self._own = {s.id: parse_week(s.hours) for s in office.services if s.hours is not None}
        self._exceptions = {day: parse_span(text) for day, text in office.exceptions.items()}

    def on(self, day: date, service: Service | None = None) -> Span | None:
        """When it is open on a local day; None if it stays closed."""
        if day in self._exceptions:
            span = self._exceptions[day]
        elif day in self._holidays:
            span = None
        else:
            week = self._weekly if service is None else self._own.get(service.id, self._weekly)
            span = week.get(day.weekday())
        return None if span is None else Span(_utc(day, span[0]), _utc(day, span[1]))

    def is_open(self, now: datetime, service: Service | None = None) -> bool:
        """Whether it is open at this moment."""
        span = self.on(local(now).date(), service)
        return span is not None and span.holds(now)

    def next_opening(self, now: datetime, service: Service | None = None) -> datetime | None:
        """When it opens next, within a fortnight."""
        today = local(now).date()
        spans = (self.on(today + timedelta(days=ahead), service) for ahead in range(_LOOK_AHEAD))
        return next((span.opens for span in spans if span is not None and span.opens > now), None)


def parse_week(text: Mapping[str, str]) -> dict[int, tuple[time, time]]:
    """Weekday (0 is Monday) to hours. Raises BadHours."""
    week: dict[int, tuple[time, time]] = {}
    for days, hours in text.items():
        first, _, last = days.partition("-")
        if first not in DAYS or (last and last not in DAYS):
            raise BadHours(f'"{days}" is not a day; write mon, or mon-fri')
        span = parse_span(hours)
        if span is not None:
            week |= dict.fromkeys(range(DAYS.index(first), DAYS.index(last or first) + 1), span)
    return week


def parse_span(text: str) -> tuple[time, time] | None:
    """``09:00-16:15`` as two times, an empty string as None. Raises BadHours."""
    if not text:
        return None
    opens, _, closes = text.partition("-")
    try:
        span = time.fromisoformat(opens), time.fromisoformat(closes)
    except ValueError:
        raise BadHours(f'"{text}" is not a time span; write 09:00-16:15') from None
    if span[0] >= span[1]:
        raise BadHours(f'"{text}" ends before it begins')
    return span


def _utc(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, HELSINKI).astimezone(UTC)
