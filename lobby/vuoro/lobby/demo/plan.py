"""When the demo's office is open and who comes when: it must make sense at any time of any day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from vuoro.core.clock import HELSINKI, local

USUAL_EARLY, USUAL_LATE = 60, 20
OPENED_BEFORE = timedelta(hours=4)
OPEN_FOR = timedelta(hours=5)
SPREAD = timedelta(hours=4)
"""How long before and after now there are bookings."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The demo's day. ``hours`` are those of the days it touches; moments are local and aware.

    ``early`` and ``late`` are the office's rules in minutes: the usual ones, shorter near midnight,
    where an hour before or after now is another day.
    """

    now: datetime
    hours: dict[date, str]
    opened: datetime
    first: datetime
    last: datetime
    """No booking starts before ``first`` or from ``last`` on."""
    early: int
    late: int
    comes_in_time: datetime
    comes_early: datetime
    comes_late: datetime


def plan(now: datetime) -> Plan:
    """The day around a moment."""
    here = local(now).replace(microsecond=0)
    today = here.date()
    midnight, next_midnight = _at(today, 0), _at(today + timedelta(days=1), 0)
    past, left = _minutes(midnight, here), _minutes(here, next_midnight)
    early = USUAL_EARLY if left >= USUAL_EARLY + 30 else max(1, left // 2)
    late = USUAL_LATE if past >= USUAL_LATE + 20 else max(1, past // 2)
    opened = max(midnight, _floor(_later(here, -OPENED_BEFORE), 15))
    return Plan(
        now=here,
        hours=_hours(opened, _ceil(_later(here, OPEN_FOR), 15)),
        opened=opened,
        first=max(midnight, _floor(_later(here, -SPREAD), 5)),
        last=min(next_midnight, _ceil(_later(here, SPREAD), 5)),
        early=early,
        late=late,
        comes_in_time=_soon(here, min(8, max(1, left // 4)), min(early, left - 1)),
        comes_early=_soon(here, early + min(10, max(1, left // 4)), left - 1),
        comes_late=_ago(here, late + min(5, max(1, past // 4)), past),
    )


def _hours(opens: datetime, closes: datetime) -> dict[date, str]:
    """Hours of today, and of tomorrow too where the office stays open over midnight."""
    today, tomorrow = opens.date(), opens.date() + timedelta(days=1)
    if closes.date() == today:
        return {today: f"{opens:%H:%M}-{closes:%H:%M}"}
    # Never closed at midnight, also when it closes at midnight: a demo begun late goes on a while.
    until = max(closes.time(), time(2, 0))
    return {today: f"{opens:%H:%M}-24:00", tomorrow: f"00:00-{until:%H:%M}"}


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), HELSINKI)


def _floor(moment: datetime, minutes: int) -> datetime:
    return moment.replace(minute=moment.minute // minutes * minutes, second=0)


def _ceil(moment: datetime, minutes: int) -> datetime:
    floor = _floor(moment, minutes)
    return floor if floor == moment else floor + timedelta(minutes=minutes)


def _later(moment: datetime, by: timedelta) -> datetime:
    """So much later by the clock of physics: a night may have 23 hours or 25."""
    return (moment.astimezone(UTC) + by).astimezone(HELSINKI)


def _minutes(first: datetime, last: datetime) -> int:
    return (last.astimezone(UTC) - first.astimezone(UTC)) // timedelta(minutes=1)


def _soon(now: datetime, after: int, at_most: int) -> datetime:
    """A round time at least so many minutes after now, or a plain minute where that is too late."""
    round_one = _ceil(_later(now, timedelta(minutes=after)), 5)
    plain = _ceil(_later(now, timedelta(minutes=after)), 1)
    return round_one if _minutes(now, round_one) < at_most else plain


def _ago(now: datetime, before: int, at_most: int) -> datetime:
    """A round time at least so many minutes before now, or a plain minute of the same day."""
    plain = _floor(_later(now, -timedelta(minutes=min(before, at_most))), 1)
    round_one = _floor(plain, 5)
    return round_one if round_one.date() == now.date() else plain
