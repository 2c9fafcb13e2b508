"""Every row of ours on every page that can be read, whatever the tree that led to it says."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from vuoro.queue.store.event_row import EventRow, sound
from vuoro.queue.store.salvage.image import Image
from vuoro.queue.store.salvage.records import TABLE_LEAF, Cell, Unreadable, cell, cells
from vuoro.queue.store.salvage.shapes import EVENT, OUTBOX, Row, kept_row

_EVENT_BEGINS = b"\x00\x2c"
"""The first two columns of an event's record: none (its rowid stands in front), and 16 bytes."""


@dataclass(frozen=True, slots=True)
class Place:
    """A row of ``outbox``: where an event stands in the stream, and its links."""

    epoch: int
    seq: int
    event_n: int
    prev: bytes
    hash: bytes


@dataclass
class Found:
    """What was on the pages. ``older``: events on pages that were replaced since."""

    events: list[EventRow] = field(default_factory=list)
    older: list[EventRow] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    pages: int = 0
    damaged_pages: int = 0


def carve(image: Image) -> Found:
    """Look at every page."""
    found = Found()
    for number, page in image.pages():
        found.pages += 1
        for each in _cells(image, number, page, found):
            _sort(each, found)
    for page in image.older:
        found.older += _events_on(image, page)
    return found


def _events_on(image: Image, page: bytes) -> Iterator[EventRow]:
    with suppress(Unreadable):
        # The first page has the schema, and no events.
        for each in cells(page, is_first=False, next_page=image.page):
            row = EVENT.row(each) if each is not None else None
            if row is not None and sound(event := _event(row)):
                yield event


def _cells(image: Image, number: int, page: bytes, found: Found) -> Iterator[Cell]:
    is_whole = True
    try:
        for each in cells(page, number == 1, image.page):
            if each is None:
                is_whole = False
            else:
                yield each
    except Unreadable:
        # Most of these have no rows by right: inner pages, free ones, ends of long rows.
        is_whole = _EVENT_BEGINS not in page or page[0] == 0
    if not is_whole:
        found.damaged_pages += 1
        yield from _events_anywhere(image, page)


def _events_anywhere(image: Image, page: bytes) -> Iterator[Cell]:
    """Events on a page whose own list of rows is damaged."""
    at = page.find(_EVENT_BEGINS)
    while at > 0:
        with suppress(Unreadable):
            yield cell(page, TABLE_LEAF, _start(page, at - 1), image.page)
        at = page.find(_EVENT_BEGINS, at + 1)


def _start(page: bytes, head: int) -> int:
    """Where the cell begins whose record begins at ``head``: two integers before it."""
    at = head
    for _ in range(2):
        at -= 1
        while at > 0 and page[at - 1] >= 0x80:
            at -= 1
    if at < 0:
        raise Unreadable
    return at


def _sort(each: Cell, found: Found) -> None:
    row = EVENT.row(each)
    if row is not None:
        # A row of the journal that is not sound can't be right any more.
        if sound(event := _event(row)):
            found.events.append(event)
        return
    row = OUTBOX.row(each)
    if row is not None:
        names = ("epoch", "seq", "event_n", "prev", "hash")
        found.places.append(Place(**{name: row[name] for name in names}))  # type: ignore[arg-type]
        return
    kept = kept_row(each)
    if kept is not None:
        found.rows.setdefault(kept[0], []).append(kept[1])


def _event(row: Row) -> EventRow:
    return EventRow(**row)  # type: ignore[arg-type]
