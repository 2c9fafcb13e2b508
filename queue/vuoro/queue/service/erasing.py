"""Erasing a person: what the journal tells of their booking goes, the stream stays whole (row 20).

An event keeps its place and its link in the hash chain; its content is redacted, and says so. One
that the backend has not got yet is chained again, so that it never leaves the house as it was.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

import orjson

from vuoro.core.chain import canonical
from vuoro.queue.domain.arrival import Arrival
from vuoro.queue.domain.states import BookingMark
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.service.lobby import Committed, LobbyService
from vuoro.queue.store import Work
from vuoro.queue.store.rows import to_ms

REDACTED = "redacted"

Payload = dict[str, Any]


def erase(lobby: LobbyService, ids: Sequence[str]) -> int:
    """Redact what events tell of these bookings (or of their ``pass:`` keys). Gives how many.

    The same again redacts nothing more.
    """
    names = frozenset(ids)
    with lobby.store.begin() as work:
        arrivals = _arrivals_by(work, names)
        redacted = [
            n
            for n, payload in _telling_of(work, {*names, *arrivals, *_tickets_of(work, arrivals)})
            if _redact(work, n, payload, names, arrivals, to_ms(lobby.now))
        ]
        _redact_rows(work, names, arrivals)
        _chain_what_waits(work, redacted)
    if redacted:
        _tell(lobby, names, arrivals)
        # What was overwritten must not stay readable in the write-ahead log.
        lobby.store.checkpoint(truncate=True)
    return len(redacted)


def _arrivals_by(work: Work, names: Collection[str]) -> frozenset[str]:
    """The ids of all arrivals that were ever known by these names."""
    rows = _telling_of(work, names)
    told = (payload.get("arrival") or {} for _, payload in rows)
    return frozenset(arrival["id"] for arrival in told if arrival.get("booking") in names)


def _tickets_of(work: Work, arrivals: Collection[str]) -> set[str]:
    query = f"SELECT id FROM ticket WHERE arrival IN ({_marks(arrivals)})"
    return {key for (key,) in work.execute(query, tuple(arrivals))}


def _telling_of(work: Work, ids: Collection[str]) -> Iterator[tuple[int, Payload]]:
    """The events whose payload has one of these ids in it."""
    where = " OR ".join("instr(payload, CAST(? AS BLOB))" for _ in ids) or "0"
    query = f"SELECT n, payload FROM event WHERE {where} ORDER BY n"
    for n, payload in work.execute(query, tuple(ids)).fetchall():
        yield n, orjson.loads(payload)


def _redact(
    work: Work,
    n: int,
    payload: Payload,
    names: Collection[str],
    arrivals: Collection[str],
    now: int,
) -> bool:
    """Take what leads to the person out of an event. Whether there was anything."""
    left = _left_of(payload, names, arrivals)
    if left == payload:
        return False
    left[REDACTED] = True
    work.execute("UPDATE event SET payload = ? WHERE n = ?", (canonical(left), n))
    work.execute("INSERT OR IGNORE INTO redacted (event_n, at) VALUES (?, ?)", (n, now))
    return True


def _left_of(payload: Payload, names: Collection[str], arrivals: Collection[str]) -> Payload:
    """The payload without what leads to the person. Number and times stay: they are anybody's."""
    left = dict(payload)
    arrival, ticket, mark = (payload.get(name) or {} for name in ("arrival", "ticket", "booking"))
    if arrival.get("id") in arrivals:
        left["arrival"] = {**arrival, "booking": None, "identity_index": None}
    if ticket.get("arrival") in arrivals:
        left["ticket"] = {**ticket, "booking": None, "booked_start": None}
    if mark.get("id") in names:
        del left["booking"]
    return left


def _redact_rows(work: Work, names: Collection[str], arrivals: Collection[str]) -> None:
    """The projections as a rebuild from the redacted events would have them."""
    where = f"IN ({_marks(arrivals)})"
    work.execute(
        f"UPDATE arrival SET booking = NULL, identity_index = NULL WHERE id {where}",
        tuple(arrivals),
    )
    work.execute(
        f"UPDATE ticket SET booking = NULL, booked_start = NULL WHERE arrival {where}",
        tuple(arrivals),
    )
    work.execute(f"DELETE FROM booking_mark WHERE id IN ({_marks(names)})", tuple(names))


def _chain_what_waits(work: Work, redacted: Sequence[int]) -> None:
    first = work.execute(
        f"SELECT min(seq) FROM outbox WHERE epoch = ? AND ack_status IS NULL "
        f"AND event_n IN ({_marks(redacted)})",
        (work.journal.epoch, *redacted),
    ).fetchone()[0]
    if first is not None:
        work.journal.chain_again(work.sql, first)


def _tell(lobby: LobbyService, names: Collection[str], arrivals: Collection[str]) -> None:
    line = lobby.line
    rows: list[Arrival | Ticket | BookingMark] = []
    for arrival in filter(None, map(line.arrival, arrivals)):
        ticket = line.ticket_of(arrival)
        rows.append(replace(arrival, booking=None, identity_index=None))
        if ticket is not None:
            rows.append(replace(ticket, booking=None, booked_start=None))
    rows += [BookingMark(name, lobby.day()) for name in names if name in line.marks]
    line.apply(rows)
    lobby.tell(Committed(rows=tuple(rows)))


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
