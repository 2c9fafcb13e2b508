"""Follow booking events in order with a cursor: none is passed over, none is taken twice."""

from collections.abc import Callable, Sequence

from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, func, select, text, update
from sqlalchemy.exc import OperationalError

from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import EventRow
from vuoro.booking.service.reading import event_row
from vuoro.booking.store import Work
from vuoro.booking.store.inserting import insert_new
from vuoro.booking.store.tables import bookings, calendar

PATIENCE = "200ms"
Take = Callable[[Work, Sequence[EventRow]], None]
"""What is done about some events, in the transaction that moves the cursor."""


def follow(backend: Backend, name: str, take: Take, limit: int = 200) -> int:
    """Give ``take`` the next events after the cursor ``name``; answers how many there were.

    The effect and the cursor are one transaction: a crash leaves both or neither. Of several
    processes one follows at a time.
    """
    settled = settled_after(backend, _cursor(backend, name))
    if settled is None:
        return 0
    with backend.begin() as work:
        cursor = _locked_cursor(backend, work, name)
        event = bookings.booking_event
        query = select(event).where(event.c.n > cursor, event.c.n <= settled)
        rows = work.sql.execute(query.order_by(event.c.n).limit(limit)).mappings().all()
        if rows:
            take(work, [event_row(backend.vault, row) for row in rows])
            there = {"v": str(rows[-1]["n"])}
            work.sql.execute(update(calendar.meta).where(calendar.meta.c.k == name).values(there))
        backend.at("followed")
    return len(rows)


def last_event(sql: Connection) -> int:
    """The highest number of a booking event there is; 0 without any."""
    return int(
        sql.execute(select(func.coalesce(func.max(bookings.booking_event.c.n), 0))).scalar_one()
    )


def settled_after(backend: Backend, cursor: int) -> int | None:
    """The number up to which no more events will appear, or None if there is nothing new.

    PostgreSQL gives numbers before COMMIT: 6 can be seen while 5 is still in flight. SHARE waits
    for those who are inserting and keeps out others while we look. Who inserts for long, hundreds
    of bookings at once, is not waited for, lest everybody waits behind us: we look again later.
    """
    with backend.read() as sql:
        seen = last_event(sql)
    if seen <= cursor:
        return None
    if backend.db.is_sqlite:
        return seen
    try:
        with backend.db.begin() as sql:
            sql.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
            sql.execute(text("LOCK TABLE booking_event IN SHARE MODE"))
            return last_event(sql)
    except OperationalError as error:
        if isinstance(error.orig, LockNotAvailable):
            return None
        raise


def _cursor(backend: Backend, name: str) -> int:
    query = select(calendar.meta.c.v).where(calendar.meta.c.k == name)
    with backend.read() as sql:
        return int(sql.execute(query).scalar_one_or_none() or 0)


def _locked_cursor(backend: Backend, work: Work, name: str) -> int:
    insert_new(work.sql, calendar.meta, [{"k": name, "v": "0"}])
    query = select(calendar.meta.c.v).where(calendar.meta.c.k == name)
    return int(work.sql.execute(backend.db.for_update(query)).scalar_one())
