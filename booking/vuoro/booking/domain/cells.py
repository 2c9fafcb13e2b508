"""Cells: the five-minute pieces of time that meetings are made of.

Cell 0 began at 1970-01-01 00:00 UTC. They are counted in UTC, so a night when clocks change has 12
cells more or less, and nothing overlaps that doesn't.
"""

from datetime import UTC, date, datetime, timedelta

from vuoro.core.opening_hours import Minutes, moment_of

CELL_MINUTES = 5
PER_HOUR = 60 // CELL_MINUTES
PER_DAY = 24 * PER_HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CELL = timedelta(minutes=CELL_MINUTES)


def cell_at(moment: datetime) -> int:
    """The cell that holds a moment."""
    return (moment - _EPOCH) // _CELL


def cell_from(moment: datetime) -> int:
    """The first cell that begins at a moment or after it."""
    return -((_EPOCH - moment) // _CELL)


def moment_at(cell: int) -> datetime:
    """When a cell begins, UTC."""
    return _EPOCH + cell * _CELL


def cells_of(start: datetime, minutes: int, before: int = 0, after: int = 0) -> range:
    """The cells of a meeting that starts on the grid, with the buffers before and after it."""
    first = cell_at(start)
    return range(first - before // CELL_MINUTES, first + (minutes + after) // CELL_MINUTES)


class DayCells:
    """The cells of a span of local days, both ends included."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self._begin = first.toordinal()
        days = (date.fromordinal(day) for day in range(self._begin, last.toordinal() + 2))
        self._midnights = [cell_at(moment_of(day, 0)) for day in days]
        self.base = self._midnights[0]
        self.count = self._midnights[-1] - self.base

    def within(self, ordinal: int, hours: Minutes) -> tuple[int, int]:
        """The whole cells within hours of a local day, counted from ``base``: from, to before."""
        midnight, next_midnight = self._midnights[ordinal - self._begin :][:2]
        if next_midnight - midnight == PER_DAY:
            offset = midnight - self.base
            return offset - -hours[0] // CELL_MINUTES, offset + hours[1] // CELL_MINUTES
        day = date.fromordinal(ordinal)
        opens, closes = moment_of(day, hours[0]), moment_of(day, hours[1])
        return cell_from(opens) - self.base, cell_at(closes) - self.base
