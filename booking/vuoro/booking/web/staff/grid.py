"""A calendar as columns of what happens one after another, on a grid of five minutes. Pure.

A column is a specialist's day. Places are counted in cells of five minutes from the first hour that
is shown; styles for them are made once (``grid_css``), so that no page carries styles of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from vuoro.booking.domain.cells import CELL_MINUTES, PER_DAY, PER_HOUR, cells_of, moment_at
from vuoro.booking.domain.values import BookingView
from vuoro.core.clock import local

USUAL_HOURS = (8, 16)
LEAST_FREE = 3
"""Cells: shorter gaps aren't offered."""


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment to a moment, in cells since 1970 (domain.cells)."""

    first: int
    end: int

    @property
    def start(self) -> datetime:
        return moment_at(self.first)

    @property
    def until(self) -> datetime:
        return moment_at(self.end)

    @property
    def minutes(self) -> int:
        return (self.end - self.first) * CELL_MINUTES


@dataclass(frozen=True, slots=True)
class Item:
    """Something in a column. ``kind``: booking, free, away, kept (a hold, or for walk-ins)."""

    kind: str
    span: Span
    booking: BookingView | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One specialist on one day."""

    specialist: str
    day: date
    title: str
    works: tuple[Span, ...]
    items: tuple[Item, ...] = field(repr=False)

    @property
    def key(self) -> str:
        return f"{self.specialist}-{self.day}"

    @property
    def free_minutes(self) -> int:
        return sum(item.span.minutes for item in self.items if item.kind == "free")

    @property
    def is_away(self) -> bool:
        return any(item.kind == "away" for item in self.items)

    @property
    def booked(self) -> int:
        return sum(item.kind == "booking" for item in self.items)


@dataclass(frozen=True, slots=True)
class Window:
    """The hours a calendar shows, whole ones of the local day."""

    first: int
    end: int

    @property
    def rows(self) -> int:
        return (self.end - self.first) * PER_HOUR

    @property
    def hours(self) -> range:
        return range(self.first, self.end)

    def row_of(self, moment: datetime) -> int | None:
        """The row of a moment by the clock on the wall; None outside the window."""
        row = _row(local(moment)) - self.first * PER_HOUR
        return row if 0 <= row < self.rows else None

    def place(self, day: date, span: Span) -> tuple[int, int]:
        """Row of the first cell and how many rows, cut to the window; counted from 0.

        By the clock on the wall: on nights when it is changed a place may be hours off, a length
        never.
        """
        begin = local(span.start)
        row = 0 if begin.date() < day else _row(begin) - self.first * PER_HOUR
        length = span.end - span.first
        if begin.date() < day:
            length -= (PER_DAY - _row(begin)) + self.first * PER_HOUR
        if row < 0:
            length, row = length + row, 0
        row = min(row, self.rows - 1)
        return row, max(1, min(length, self.rows - row))


def column(
    specialist: str, day: date, title: str, works: Sequence[Span], away: Sequence[Item],
    bookings: Sequence[BookingView], taken: Sequence[Span],
) -> Column:  # fmt: skip
    """What a specialist's day looks like. ``taken``: every cell that is occupied, buffers too."""
    mine = [Item("booking", booking_span(each), each) for each in bookings]
    blocked = [item.span for item in (*away, *mine)]
    kept = [
        Item("kept", span)
        for span in taken
        if not any(span.first < other.end and other.first < span.end for other in blocked)
    ]
    gaps = minus(works, [*blocked, *taken])
    free = [Item("free", gap) for gap in gaps if gap.end - gap.first >= LEAST_FREE]
    order = {"away": 0, "booking": 1, "kept": 2, "free": 3}
    items = sorted((*away, *mine, *kept, *free), key=lambda i: (i.span.first, order[i.kind]))
    return Column(specialist, day, title, tuple(works), tuple(items))


def booking_span(view: BookingView) -> Span:
    """The cells of a meeting, without its buffers."""
    cells = cells_of(view.start, view.minutes)
    return Span(cells.start, cells.stop)


def window(columns: Iterable[Column]) -> Window:
    """The hours to show: the usual ones, and more where somebody works or meets outside them."""
    first, end = USUAL_HOURS
    for each in columns:
        seen = [*each.works, *(item.span for item in each.items if item.kind == "booking")]
        for span in seen:
            begins, ends = local(span.start), local(span.until)
            if begins.date() == each.day:
                first = min(first, begins.hour)
            if ends.date() == each.day:
                end = max(end, ends.hour + (ends.minute > 0))
            elif ends.date() > each.day:
                end = 24
    return Window(first, end)


def minus(spans: Iterable[Span], gone: Iterable[Span]) -> list[Span]:
    """What is left of spans once others are taken out of them; in order, joined where they meet."""
    left = joined(spans)
    for hole in joined(gone):
        left = [part for span in left for part in _cut(span, hole)]
    return left


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few spans as can be, in order."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.first, each.end)):
        if found and span.first <= found[-1].end:
            found[-1] = Span(found[-1].first, max(found[-1].end, span.end))
        elif span.end > span.first:
            found.append(span)
    return found


def grid_css() -> str:
    """A class for every row a day has, and for every length."""
    rows = range(PER_DAY + 1)
    places = "".join(f".at-{row}{{grid-row-start:{row + 1}}}" for row in rows)
    lengths = "".join(f".for-{row + 1}{{grid-row-end:span {row + 1}}}" for row in rows)
    heights = "".join(f".rows-{n}{{grid-template-rows:repeat({n},var(--cell))}}" for n in rows[1:])
    return f"/* Places on the calendar's grid of five minutes. */\n{places}\n{lengths}\n{heights}\n"


def _cut(span: Span, hole: Span) -> list[Span]:
    parts = (Span(span.first, min(span.end, hole.first)), Span(max(span.first, hole.end), span.end))
    return [part for part in parts if part.first < part.end]


def _row(moment: datetime) -> int:
    return (moment.hour * 60 + moment.minute) // CELL_MINUTES
