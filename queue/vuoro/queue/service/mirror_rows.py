"""Rows of the mirror: what of a change is kept, and what the lobby understands of it (§3.5)."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import msgspec

from vuoro.core.clock import local
from vuoro.core.wire.codec import encode
from vuoro.core.wire.sync import ChangeTold, LeaseRow, Op, VisitRow
from vuoro.queue.diary import Diary
from vuoro.queue.domain.booking import Booking
from vuoro.queue.line import Line
from vuoro.queue.store import Work
from vuoro.queue.store.rows import from_ms
from vuoro.queue.store.stream import Reader

log = logging.getLogger(__name__)
T = TypeVar("T")

BOOKING, VISIT, LEASE, KEYS, COMMAND = "booking", "visit", "lease", "keys", "command"
LIVE, TAKEN_AWAY, NOT_UNDERSTOOD = 0, 1, 2
"""States of a row (``removed``). What is not understood is kept as it came: a newer program may
understand it, and the backend's digest counts it."""

_PUT = (
    "INSERT INTO {table} (kind, id, rev, change, removed, data, day) VALUES (?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (kind, id) DO UPDATE SET rev = excluded.rev, change = excluded.change, "
    "removed = excluded.removed, data = excluded.data, day = excluded.day "
    "WHERE excluded.change > {table}.change"
)
_KEPT = "SELECT kind, id, rev, removed, data FROM mirror WHERE kind IN (?, ?, ?) AND removed != ?"
_GONE = "SELECT data, id FROM mirror WHERE kind = ? AND removed = ? AND data != x''"


@dataclass(slots=True)
class News:
    """What changes meant: rows as they are now, None for those that were taken away."""

    bookings: dict[str, Booking | None] = field(default_factory=dict)
    visits: dict[str, VisitRow | None] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    """Bookings that are there, but can't be understood."""
    documents: list[str] = field(default_factory=list)
    """Key documents, in the order in which they came."""
    leases: dict[str, LeaseRow | None] = field(default_factory=dict)


def take(work: Work, table: str, changes: Iterable[ChangeTold], diary: Diary, today: str) -> News:
    """Write changes into a mirror table. Gives what they meant."""
    news = News()
    rows = [_row(change, news, diary, today) for change in changes]
    work.sql.executemany(_PUT.format(table=table), rows)
    return news


def _row(change: ChangeTold, news: News, diary: Diary, today: str) -> tuple[object, ...]:
    removed, data, day = LIVE, b"", ""
    if change.op is Op.DEL or change.data is None:
        removed, data, day = _gone(change, news, diary, today)
    else:
        try:
            data, day = _understood(change, news)
        except NotUnderstood as error:
            # The message names the place only: what is wrong may be anything about a person.
            log.warning("a row is not understood", extra={"kind": change.kind, "why": str(error)})
            removed, data = NOT_UNDERSTOOD, encode(change.data)
            if change.kind == BOOKING:
                news.unread.add(change.id)
    return change.kind, change.id, change.rev, change.c, removed, data, day


def _gone(change: ChangeTold, news: News, diary: Diary, today: str) -> tuple[int, bytes, str]:
    """A tombstone. It keeps the id of the pass until its day is over: an old signed pass must not
    look like a brand-new booking."""
    if change.kind == VISIT:
        news.visits[change.id] = None
    if change.kind == LEASE:
        news.leases[change.id] = None
    if change.kind != BOOKING:
        return TAKEN_AWAY, b"", today
    known = news.bookings.get(change.id) or diary.bookings.get(change.id)
    news.bookings[change.id] = None
    if known is not None:
        return TAKEN_AWAY, known.pass_id.encode(), max(_day(known.start), today)
    before = next((key for key, booking in diary.gone.items() if booking == change.id), "")
    return TAKEN_AWAY, before.encode(), today


def _understood(change: ChangeTold, news: News) -> tuple[bytes, str]:
    """The bytes that are kept and the day they are of; only fields that the lobby needs."""
    assert change.data is not None
    match change.kind:
        case "booking":
            booking = booking_of(change.id, change.rev, change.data)
            news.bookings[change.id] = booking
            return encode(booking), _day(booking.start)
        case "visit":
            visit = _convert({**change.data, "id": change.id}, VisitRow)
            news.visits[change.id] = visit
            return encode(visit), visit.day
        case "lease":
            lease = _convert({**change.data, "id": change.id}, LeaseRow)
            news.leases[change.id] = lease
            return encode(lease), _day(from_ms(lease.start_ms))
        case "keys":
            news.documents.append(str(change.data.get("document", "")))
    return encode(change.data), ""


class NotUnderstood(ValueError):
    """A row that this program can't read; the message names the place, never what stands there."""


def booking_of(key: str, rev: int, data: dict[str, Any]) -> Booking:
    """The booking of a row. Raises NotUnderstood."""
    booking = _convert({**data, "id": key, "rev": rev}, Booking)
    if booking.start.tzinfo is None:
        raise NotUnderstood("the start has no time zone")
    return replace(booking, start=booking.start.astimezone(UTC))


def load(store: Reader, diary: Diary) -> None:
    """Fill a diary with what the mirror holds."""
    bookings: dict[str, Booking | None] = {}
    visits: dict[str, VisitRow | None] = {}
    leases: dict[str, LeaseRow | None] = {}
    for kind, key, rev, removed, data in store.read(_KEPT, (BOOKING, VISIT, LEASE, TAKEN_AWAY)):
        try:
            if kind == VISIT:
                visits[key] = _convert({**msgspec.json.decode(data), "id": key}, VisitRow)
            elif kind == LEASE:
                leases[key] = _convert({**msgspec.json.decode(data), "id": key}, LeaseRow)
            elif removed == LIVE:
                bookings[key] = msgspec.json.decode(data, type=Booking)
            else:
                bookings[key] = booking_of(key, rev, msgspec.json.decode(data))
        except NotUnderstood:
            continue
    diary.put(bookings)
    diary.put_visits(visits)
    diary.put_leases(leases)
    _load_gone(store, diary)


def learn_bookings(store: Reader, line: Line, news: News) -> None:
    """What was committed, in memory."""
    line.put_bookings({**news.bookings, **dict.fromkeys(news.unread)})
    line.diary.put_visits(news.visits)
    line.diary.put_leases(news.leases)
    if news.unread or None in news.bookings.values():
        _load_gone(store, line.diary)


def drop_past(work: Work, day: str) -> None:
    """Drop the rows of days before: bookings, visits, leases, and the tombstones of passes."""
    work.execute("DELETE FROM mirror WHERE day != '' AND day < ?", (day,))


def forget_past(store: Reader, diary: Diary, day: date) -> None:
    """The same in memory, once it is committed."""
    diary.drop_before(day)
    _load_gone(store, diary)


def _load_gone(store: Reader, diary: Diary) -> None:
    gone = store.read(_GONE, (BOOKING, TAKEN_AWAY))
    diary.gone = {bytes(data).decode(): key for data, key in gone}


def _convert(data: dict[str, Any], kind: type[T]) -> T:
    try:
        return msgspec.convert(data, kind, strict=False)
    except msgspec.ValidationError as error:
        _, _, place = str(error).rpartition(" - at ")
        raise NotUnderstood(place or "the top") from None


def _day(start: datetime) -> str:
    return local(start).date().isoformat()


def rows_of(store: Reader, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Id and data of the live rows of a kind that is kept as it came."""
    where = "SELECT id, data FROM mirror WHERE kind = ? AND removed = 0 ORDER BY change"
    for key, data in store.read(where, (kind,)):
        yield key, msgspec.json.decode(data)
