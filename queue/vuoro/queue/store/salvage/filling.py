"""A new database filled with what an old one and the second medium still held (§3.7, §3.13)."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import orjson

from vuoro.queue.store.event_row import COLUMNS, INSERT, EventRow
from vuoro.queue.store.rebuild import apply, empty
from vuoro.queue.store.salvage.records import Value
from vuoro.queue.store.salvage.shapes import Row
from vuoro.queue.store.store import Store, Work
from vuoro.queue.store.stream import restream

_OF_EVENTS = frozenset({"dead_letter", "redacted"})
_ERASING = b'"erase"'


@dataclass(frozen=True, slots=True)
class Filled:
    """How many events the new database has, and how many tell of rows that contradict others."""

    events: int
    contradicting: int


def fill(store: Store, events: Iterable[EventRow], rows: Mapping[str, Sequence[Row]]) -> Filled:
    """Put events and a device's own rows into a new store; its projections and its stream follow.

    All or nothing. A number that two events give is only given to the first.
    """
    numbered_ones = list(numbered(events))
    with store.begin() as work:
        work.sql.executemany(INSERT, (event.values() for event in numbered_ones))
        known = {event.n for event in numbered_ones}
        for table, some in rows.items():
            for row in _wanted(table, some, known):
                _put(work, table, row)
        contradicting = replay(work)
        (epoch,) = work.execute("SELECT v FROM meta WHERE k = 'epoch'").fetchone()
        restream(work.sql, int(epoch))
    store.look_again()
    return Filled(len(numbered_ones), contradicting)


def adopt(store: Store, events: Iterable[EventRow]) -> int:
    """Put events into a store that has others; those it has it keeps. Gives how many came.

    The stream is told anew, so a new epoch must follow.
    """
    query = f"SELECT {COLUMNS} FROM event ORDER BY n"
    with store.begin() as work:
        here = [EventRow(*row) for row in work.execute(query).fetchall()]
        known = {event.event_id for event in here}
        fresh = [event for event in numbered((*here, *events)) if event.event_id not in known]
        work.sql.executemany(INSERT, (event.values() for event in fresh))
        replay(work)
        (epoch,) = work.execute("SELECT v FROM meta WHERE k = 'epoch'").fetchone()
        restream(work.sql, int(epoch))
    store.look_again()
    return len(fresh)


def numbered(events: Iterable[EventRow]) -> Iterator[EventRow]:
    """Events in their order, each with a position of its own.

    A database that was brought back gives positions a second time: whoever comes later to one that
    is taken is put behind all others.
    """
    by_n: dict[int, EventRow] = {}
    late: list[EventRow] = []
    unique: dict[bytes, EventRow] = {}
    for event in events:
        unique.setdefault(event.event_id, event)
    for event in unique.values():
        if by_n.setdefault(event.n, event) is not event:
            late.append(event)
    yield from (by_n[n] for n in sorted(by_n))
    following = max(by_n, default=0) + 1
    for n, event in enumerate(sorted(late, key=lambda one: one.n), start=following):
        yield replace(event, n=n)


def replay(work: Work) -> int:
    """The projections from the events. Gives how many rows contradict others and were left out."""
    empty(work)
    contradicting = 0
    for (payload,) in work.execute("SELECT payload FROM event ORDER BY n").fetchall():
        for name, plain in orjson.loads(payload).items():
            try:
                apply(work, name, plain)
            except (sqlite3.IntegrityError, TypeError, ValueError, AttributeError):
                contradicting += 1
    return contradicting


def _wanted(table: str, rows: Sequence[Row], events: set[int]) -> Iterator[Row]:
    """What of a table comes along. A person who was to be erased is erased again: what was found
    may be from before."""
    for row in sorted(rows, key=lambda row: _number(row.get("change"))):
        if (
            table in _OF_EVENTS
            and not {row["event_n"], row.get("stand_in", row["event_n"])} <= events
        ):
            continue
        if table == "inbox" and _ERASING in _bytes(row["result"]):
            continue
        yield row


def _put(work: Work, table: str, row: Row) -> None:
    names = ", ".join(row)
    marks = ", ".join("?" * len(row))
    # A row that the new database does not take is damaged.
    with suppress(sqlite3.IntegrityError):
        work.execute(
            f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", tuple(row.values())
        )


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _bytes(value: Value) -> bytes:
    return value if isinstance(value, bytes) else b""
