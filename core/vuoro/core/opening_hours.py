"""Opening hours as files write them, and the days on which every public office is closed.

Hours are local (Europe/Helsinki), written ``{"mon-fri" = "09:00-16:15", "sat" = "10:00-14:00"}``.
A day of its own stands over a range; an empty string is closed; ``24:00`` ends a day.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

import holidays

from vuoro.core.clock import HELSINKI

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MIDNIGHT = 24 * 60
_SPAN = re.compile(r"([0-9]{2}):([0-5][0-9])-([0-9]{2}):([0-5][0-9])")


class BadHours(ValueError):
    """Opening hours that can't be read; the message says which."""


Minutes = tuple[int, int]
"""From opening to closing, in minutes of the local day."""


def closed_days(*years: int) -> Mapping[date, str]:
    """The public holidays of Finland with their names; of any year asked about, unless of these.

    Sundays among them, and the eves of Midsummer and Christmas: by law these are working days, but
    by the collective agreements and by custom every public office is closed.
    """
    return holidays.country_holidays("FI", years=years or None, categories=("public",))


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


def parse_line(text: str) -> dict[int, Minutes]:
    """The same week on one line: ``mon-thu 08:00-16:00, fri 08:00-14:00``. Raises BadHours."""
    week: dict[str, str] = {}
    for part in text.split(","):
        days, _, hours = part.strip().partition(" ")
        if days in week:
            raise BadHours(f'"{text}" says {days} once more')
        week[days] = hours.strip()
    return parse_week(week)


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


def moment_of(day: date, minute: int) -> datetime:
    """A minute (0–1440) of a local day in UTC; of one that clocks show twice, the first."""
    day += timedelta(days=minute // _MIDNIGHT)
    moment = time(*divmod(minute % _MIDNIGHT, 60))
    return datetime.combine(day, moment, HELSINKI).astimezone(UTC)


def _ranges_first(line: tuple[str, str]) -> bool:
    return "-" not in line[0]


def _weekdays(text: str) -> range:
    first, dash, last = text.partition("-")
    if first not in DAYS or (dash and last not in DAYS):
        raise BadHours(f'"{text}" is not a day; write mon, or mon-fri')
    days = range(DAYS.index(first), DAYS.index(last or first) + 1)
    if not days:
        raise BadHours(f'"{text}" runs backwards; a week begins with mon')
    return days
