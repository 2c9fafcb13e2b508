"""Free times: what can be booked of the working hours of many specialists over many days.

Which starts are offered (docs/decisions/0015): meetings are laid end to end, buffers included, in
every stretch of free time, so that the most of them fit whichever is chosen first. The first one
moves to a full hour, a half or a quarter when no meeting is lost by it. Staff and programs may book
any other start at which the meeting fits.

Each specialist and office has a row of cells over all the days; whole rows are worked on at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import Any, overload

import numpy as np

from vuoro.booking.domain.cells import CELL_MINUTES, PER_HOUR, DayCells, cell_from, moment_at
from vuoro.booking.domain.hours import ExtraBlock, OfficeHours, Terms, WeeklyBlock
from vuoro.booking.domain.values import FreeTime
from vuoro.core.opening_hours import Minutes
from vuoro.core.wire.desk import Channel

Cells = np.ndarray[Any, np.dtype[np.int64]]
Free = np.ndarray[Any, np.dtype[np.bool_]]
Block = WeeklyBlock | ExtraBlock
_NONE: Cells = np.empty(0, np.int64)
_TIDY = tuple(PER_HOUR // parts for parts in (1, 2, 4))
"""Cells between full hours, halves and quarters: Finland is whole hours away from UTC."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for. ``before`` and ``after``: buffers in minutes, on the grid."""

    service: str
    channel: Channel
    minutes: int
    first: date
    last: date
    earliest: datetime
    """No meeting starts before."""
    before: int = 0
    after: int = 0
    for_staff: bool = False

    @property
    def cells(self) -> int:
        """How many cells a meeting takes, its buffers included."""
        return (self.before + self.minutes + self.after) // CELL_MINUTES

    def may_use(self, terms: Terms) -> bool:
        """Whether a block of working hours is for this."""
        return (
            (self.for_staff or not terms.for_staff)
            and (not terms.channels or self.channel in terms.channels)
            and (not terms.services or self.service in terms.services)
        )


@dataclass(frozen=True, slots=True)
class Calendar:
    """One specialist: when they work, and what has taken their time already."""

    specialist: str
    blocks: Sequence[Block] = ()
    taken: Sequence[tuple[int, int]] = field(default=(), repr=False)
    """Spans of cells that are taken: from, to before."""
    cells: Cells = field(default_factory=lambda: _NONE, repr=False, compare=False)
    """Single cells that are taken: the way for very many."""


class FreeTimes(Sequence[FreeTime]):
    """Times by start, office and specialist. They are made when looked at: there may be 50,000."""

    def __init__(self, cells: Cells, rows: Cells, minutes: int, who: list[tuple[str, str]]) -> None:
        self._cells, self._rows, self._minutes, self._who = cells, rows, minutes, who

    def __len__(self) -> int:
        return len(self._cells)

    @overload
    def __getitem__(self, at: int) -> FreeTime: ...

    @overload
    def __getitem__(self, at: slice) -> list[FreeTime]: ...

    def __getitem__(self, at: int | slice) -> FreeTime | list[FreeTime]:
        if isinstance(at, slice):
            return list(FreeTimes(self._cells[at], self._rows[at], self._minutes, self._who))
        return self._made(moment_at(int(self._cells[at])), self._rows[at])

    def __iter__(self) -> Iterator[FreeTime]:
        starts = {cell: moment_at(cell) for cell in np.unique(self._cells).tolist()}
        for cell, row in zip(self._cells.tolist(), self._rows.tolist(), strict=True):
            yield self._made(starts[cell], row)

    def starts(self) -> list[datetime]:
        """Every start once, in order: what a calendar of days is drawn from."""
        return [moment_at(cell) for cell in np.unique(self._cells).tolist()]

    def _made(self, start: datetime, row: int) -> FreeTime:
        office, specialist = self._who[row]
        return FreeTime(start, self._minutes, office, specialist)


def free_times(
    search: Search, calendars: Sequence[Calendar], offices: Mapping[str, OfficeHours]
) -> FreeTimes:
    """The times to offer. ``offices``: hours by id; blocks in any other office don't count."""
    free, who, days = _free_cells(search, calendars, offices)
    before, total = search.before // CELL_MINUTES, search.cells
    edges = np.flatnonzero(free[1:] != free[:-1]) + 1
    begins, lengths = edges[0::2], edges[1::2] - edges[0::2]
    fits = lengths >= total
    begins, lengths = begins[fits], lengths[fits]
    width = days.count + 1
    rows, begins = (begins - 1) // width, days.base + (begins - 1) % width
    counts = lengths // total
    cells = _ranges(_tidy(begins + before, lengths - counts * total), counts, total)
    rows = np.repeat(rows, counts)
    soon = cells >= cell_from(search.earliest)
    cells, rows = cells[soon], rows[soon]
    by_start = np.argsort(cells, kind="stable")
    return FreeTimes(cells[by_start], rows[by_start], search.minutes, who)


def fits(
    search: Search, calendar: Calendar, offices: Mapping[str, OfficeHours], start: datetime
) -> bool:
    """Whether a meeting can start then in the one office given, offered or not."""
    first = cell_from(start)
    if moment_at(first) != start or start < search.earliest:
        return False
    free, _, days = _free_cells(search, [calendar], offices)
    here = first - search.before // CELL_MINUTES - days.base
    needed = free[1:][max(here, 0) : here + search.cells]
    return len(needed) == search.cells and bool(needed.all())


def _free_cells(
    search: Search, calendars: Sequence[Calendar], offices: Mapping[str, OfficeHours]
) -> tuple[Free, list[tuple[str, str]], DayCells]:
    """Rows of free cells, laid end to end with a False around each; whose rows they are."""
    days = DayCells(search.first, search.last)
    work: dict[tuple[str, str], list[Block]] = {}
    for calendar in calendars:
        for block in calendar.blocks:
            if block.terms.office in offices and search.may_use(block.terms):
                work.setdefault((block.terms.office, calendar.specialist), []).append(block)
    who = sorted(work)
    flat: Free = np.zeros(len(who) * (days.count + 1) + 1, np.bool_)
    table = flat[1:].reshape(len(who), days.count + 1)
    mine = {calendar.specialist: calendar for calendar in calendars}
    weeks: dict[tuple[Block, ...], Free] = {}
    for row, (office, specialist) in zip(table, who, strict=True):
        blocks = tuple(work[office, specialist])
        worked = weeks.get(blocks)
        if worked is None:
            # Most specialists of an office work the same hours.
            worked = weeks[blocks] = _worked(search, days, offices[office], blocks)
        row[:-1] = worked
        _take(row, mine[specialist], days)
    return flat, who, days


def _worked(search: Search, days: DayCells, office: OfficeHours, blocks: Sequence[Block]) -> Free:
    """The cells that blocks of one office give, whoever works them."""
    cells: Free = np.zeros(days.count, np.bool_)
    spans: dict[Minutes, list[slice]] = {}
    begin = search.first.toordinal()
    for block in blocks:
        if block.hours not in spans:
            spans[block.hours] = list(_daily(search, days, office, block.hours))
        usual = spans[block.hours]
        for day in block.days(search.first, search.last):
            cells[usual[day - begin]] = True
    return cells


def _take(row: Free, calendar: Calendar, days: DayCells) -> None:
    """Let what is taken of a specialist's time be free no more."""
    if calendar.taken:
        spans = np.fromiter(chain.from_iterable(calendar.taken), np.int64).reshape(-1, 2)
        firsts, ends = np.clip(spans - days.base, 0, days.count).T
        row[_ranges(firsts, ends - firsts)] = False
    cells = calendar.cells - days.base
    row[cells[(cells >= 0) & (cells < days.count)]] = False


def _ranges(firsts: Cells, counts: Cells, step: int = 1) -> Cells:
    """For each first number as many as are counted, a step apart; all in one line."""
    order = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    numbers: Cells = np.repeat(firsts, counts) + step * order
    return numbers


def _daily(search: Search, days: DayCells, office: OfficeHours, hours: Minutes) -> Iterator[slice]:
    """For each day the cells that working hours give for a meeting with its buffers.

    Who comes in person needs the door open all through; buffers may stick out. By phone and video
    it is enough that the office isn't closed that day.
    """
    for day in range(search.first.toordinal(), search.last.toordinal() + 1):
        opening = office.on(date.fromordinal(day))
        first, end = days.within(day, hours) if opening is not None else (0, 0)
        if opening is not None and search.channel is Channel.IN_PERSON:
            opens, closes = days.within(day, opening)
            first = max(first, opens - search.before // CELL_MINUTES)
            end = max(min(end, closes + search.after // CELL_MINUTES), 0)
        yield slice(first, end)


def _tidy(firsts: Cells, slack: Cells) -> Cells:
    """Each first start moved within its slack to a full hour, else a half, else a quarter."""
    moved = firsts.copy()
    for step in reversed(_TIDY):
        shift = -firsts % step
        moved = np.where(shift <= slack, firsts + shift, moved)
    return moved
