"""Several meetings at once: every second week at the same hour, or the nearest that is free. Pure.

The hour is that of the clock on the wall: it stays the same when summer time begins or ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from vuoro.booking.backend import from_ms, to_ms
from vuoro.booking.domain.values import FreeTime
from vuoro.booking.web.offer import near
from vuoro.booking.web.staff.form import BadForm
from vuoro.core.clock import HELSINKI, local

MOST_MEETINGS = 12
MOST_WEEKS = 8
NEARBY = timedelta(days=3)
_ALTERNATIVES = 8


@dataclass(frozen=True, slots=True)
class Wish:
    """One meeting of the series: when it should be, and what is free around then."""

    wished: datetime
    choices: tuple[FreeTime, ...]
    """The one to propose first."""

    @property
    def is_free(self) -> bool:
        return bool(self.choices) and self.choices[0].start == self.wished

    @property
    def proposed(self) -> FreeTime | None:
        return self.choices[0] if self.choices else None


def moments(first: datetime, count: int, weeks: int) -> list[datetime]:
    """The starts of a series: the same hour of the same weekday, so many weeks apart."""
    start = local(first).replace(tzinfo=None)
    steps = (start + timedelta(weeks=weeks * n) for n in range(count))
    return [step.replace(tzinfo=HELSINKI).astimezone(UTC) for step in steps]


def around(wished: datetime) -> tuple[date, date]:
    """The days in which an alternative is looked for."""
    day = local(wished).date()
    return day - NEARBY, day + NEARBY


def wish(wished: datetime, times: Sequence[FreeTime], exact: FreeTime | None = None) -> Wish:
    """The meeting at the time wished, or else what is nearest. ``times`` sorted by start.

    ``exact``: the time wished, where it can be had although it isn't among those offered.
    """
    others = [each for each in near(times, wished, _ALTERNATIVES) if each != exact]
    nearest = sorted(others, key=lambda time: abs(time.start - wished))
    return Wish(wished, (exact, *nearest) if exact is not None else tuple(nearest))


def written(time: FreeTime) -> str:
    """A time as a form sends it."""
    return f"{to_ms(time.start)}.{time.minutes}.{time.office}.{time.specialist}"


def read(text: str) -> FreeTime:
    """What ``written`` gave. Raises BadForm."""
    parts = text.split(".")
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in parts[:2]):
        raise BadForm("time")
    start, minutes = int(parts[0][:16]), int(parts[1][:4])
    if start > 10**14:
        raise BadForm("time")
    return FreeTime(from_ms(start), minutes, parts[2], parts[3])
