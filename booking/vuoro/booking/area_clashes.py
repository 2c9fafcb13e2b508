"""Working hours in the file of an area that can't both be meant."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from vuoro.booking.area import HoursEntry, SpecialistEntry
from vuoro.booking.domain.hours import Terms, WeeklyBlock
from vuoro.core.opening_hours import DAYS

_EVERY_RHYTHM = timedelta(weeks=840)
"""After so many weeks any two rhythms of one to eight weeks have met, if they ever do."""


def clashes(who: SpecialistEntry) -> Iterator[str]:
    """Sentences about hours of one specialist that fall on the same time and contradict.

    The same time for several channels or services may well be: one meeting at a time is kept by
    the guard. In two offices at once nobody is, and time is for clients or for staff only.
    """
    for one, other in combinations(who.hours, 2):
        days = [day for day in DAYS if day in one.days and day in other.days]
        starts, ends = max(one.starts, other.starts), min(one.ends, other.ends)
        if starts >= ends or not any(_meet(one, other, day) for day in days):
            continue
        if (one.office or who.office) != (other.office or who.office):
            yield f"{days[0]} {starts}-{ends}: is in two offices at once."
        elif one.audience != other.audience:
            yield f"{days[0]} {starts}-{ends}: is for clients, and for staff only."


def _meet(one: HoursEntry, other: HoursEntry, day: str) -> bool:
    """Whether there is a day on which both hold."""
    blocks = [_block(entry, DAYS.index(day)) for entry in (one, other)]
    first = max(block.valid_from for block in blocks)
    mine, theirs = (block.days(first, first + _EVERY_RHYTHM) for block in blocks)
    return not set(mine).isdisjoint(theirs)


def _block(entry: HoursEntry, weekday: int) -> WeeklyBlock:
    until = date.fromisoformat(entry.valid_until) if entry.valid_until else None
    since = date.fromisoformat(entry.valid_from)
    return WeeklyBlock(Terms(""), weekday, (0, 0), since, until, entry.every_weeks)
