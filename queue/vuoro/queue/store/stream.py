"""Events where they stand in the stream to the backend, read, verified and chained again (§3.2)."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Protocol
from uuid import UUID

import orjson

from vuoro.core.chain import FIRST_HASH, canonical, chained
from vuoro.core.wire.sync import Told

COLUMNS = (
    "outbox.seq, outbox.prev, event.event_id, event.type, event.type_v, event.service_day, "
    "event.mono_ms, event.wall_ms, event.boot_id, event.clock_state, event.actor, event.payload"
)
_PLACED = "FROM outbox JOIN event ON event.n = outbox.event_n"
_CHAIN = (
    f"SELECT outbox.epoch, event.n, outbox.hash, "
    f"EXISTS (SELECT 1 FROM redacted WHERE redacted.event_n = event.n), {COLUMNS} {_PLACED} "
    "ORDER BY outbox.epoch, outbox.seq"
)
_FROM_HERE = f"SELECT {COLUMNS} {_PLACED} WHERE outbox.epoch = ? AND outbox.seq >= ? ORDER BY seq"
_BARE = (
    "event.n, x'', event.event_id, event.type, event.type_v, event.service_day, event.mono_ms, "
    "event.wall_ms, event.boot_id, event.clock_state, event.actor, event.payload"
)
"""The same of an event without a place; its local position in the first column."""
_RETAINED = f"SELECT {_BARE} FROM event WHERE n NOT IN (SELECT event_n FROM dead_letter) ORDER BY n"
_PLACE = "INSERT INTO outbox (epoch, seq, event_n, prev, hash) VALUES (?, ?, ?, ?, ?)"
_CHAINED = "UPDATE outbox SET prev = ?, hash = ? WHERE epoch = ? AND seq = ?"


class Reader(Protocol):
    """What can be asked for rows."""

    def read(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]: ...


def told(row: tuple[Any, ...]) -> Told:
    """An event as it is pushed, of a row of ``COLUMNS``."""
    seq, prev, event_id, kind, version, day, mono, wall, boot, state, actor, payload = row
    return Told(
        seq=seq,
        prev=bytes(prev).hex(),
        id=str(UUID(bytes=event_id)),
        type=kind,
        tv=version,
        day=day,
        mono=mono,
        wall=wall,
        boot=str(UUID(bytes=boot)),
        clk=state,
        actor=actor or "",
        p=orjson.loads(payload),
    )


def id_bytes(event_id: str) -> bytes:
    """An event's id as it is kept; what is no id fits no event."""
    try:
        return UUID(event_id).bytes
    except ValueError:
        return b""


def placed(store: Reader, where: str, values: tuple[Any, ...]) -> Iterator[Told]:
    """The events whose places fit a condition, in its order."""
    return map(told, store.read(f"SELECT {COLUMNS} {_PLACED} WHERE {where}", values))


def bare(store: Reader, where: str, values: tuple[Any, ...]) -> Iterator[Told]:
    """Events wherever they stand in the stream: ``seq`` is their local position, no link."""
    return map(told, store.read(f"SELECT {_BARE} FROM event WHERE {where}", values))


def links(previous: bytes, events: Iterable[Told]) -> Iterator[tuple[int, bytes, bytes]]:
    """Position, link before and link after of each event, chained after ``previous``."""
    for event in events:
        following = chained(previous, canonical(event.content()))
        yield event.seq, previous, following
        previous = following


def chain_again(sql: sqlite3.Connection, epoch: int, seq: int) -> bytes:
    """Chain the places from ``seq`` on anew, because what stands there was changed.

    Only for places that were not acknowledged. Gives the last link.
    """
    before = sql.execute(
        "SELECT hash FROM outbox WHERE epoch = ? AND seq < ? ORDER BY seq DESC LIMIT 1",
        (epoch, seq),
    ).fetchone()
    rows = sql.execute(_FROM_HERE, (epoch, seq)).fetchall()
    # The first link that is here may follow one that was pruned: it is kept.
    start = before[0] if before is not None else rows[0][1]
    fresh = list(links(start, map(told, rows)))
    sql.executemany(_CHAINED, ((prev, link, epoch, at) for at, prev, link in fresh))
    return fresh[-1][2]


def restream(sql: sqlite3.Connection, epoch: int) -> None:
    """Give every retained event a new place, in the order in which they happened (§3.7).

    The old places go: what they were answered is asked again. An event that was set aside stays
    so; the note in its place speaks for it.
    """
    rows = sql.execute(_RETAINED).fetchall()
    sql.execute("DELETE FROM outbox")
    events = (told((seq, b"", *row[2:])) for seq, row in enumerate(rows, start=1))
    places = zip(rows, links(FIRST_HASH, events), strict=True)
    sql.executemany(_PLACE, ((epoch, seq, row[0], *pair) for row, (seq, *pair) in places))


def first_break(store: Reader) -> int | None:
    """The local position of the first event that the outbox's hash chain does not fit, if any.

    What was pruned before the first place is taken as given. A redacted event keeps the link of
    what it once said, so it is only checked to stand where it stood.
    """
    last: dict[int, tuple[int, bytes]] = {}
    for epoch, n, kept, is_redacted, *row in store.read(_CHAIN):
        event = told(tuple(row))
        prev = bytes.fromhex(event.prev)
        seq, before = last.get(epoch, (event.seq - 1, FIRST_HASH if event.seq == 1 else prev))
        fits = is_redacted or chained(prev, canonical(event.content())) == kept
        if event.seq != seq + 1 or prev != before or not fits:
            return int(n)
        last[epoch] = (event.seq, kept)
    return None
