"""What the database says about a booking and its events, for messages."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import BookingView, Contact, EventRow
from vuoro.booking.messages.planning import SUPERSEDING
from vuoro.booking.service import reading
from vuoro.booking.store.tables import bookings, clients

_event = bookings.booking_event


def booking_views(backend: Backend, sql: Connection, ids: Iterable[str]) -> dict[str, BookingView]:
    """The bookings of these ids as they are now; erased ones are missing."""
    query = select(bookings.booking).where(bookings.booking.c.id.in_(set(ids)))
    rows = sql.execute(query).mappings().all()
    return {view.id: view for view in reading.views(backend, sql, rows)}


def overtaken(sql: Connection, ids: Iterable[str]) -> dict[str, int]:
    """For each booking the number of the last event that made earlier messages untrue."""
    query = (
        select(_event.c.booking, func.max(_event.c.n))
        .where(_event.c.booking.in_(set(ids)), _event.c.kind.in_(SUPERSEDING))
        .group_by(_event.c.booking)
    )
    return {booking: n for booking, n in sql.execute(query)}


def event_of(backend: Backend, sql: Connection, n: int) -> EventRow | None:
    """One event; None once it is forgotten."""
    row = sql.execute(select(_event).where(_event.c.n == n)).mappings().first()
    return None if row is None else reading.event_row(backend.vault, row)


def contact_of(backend: Backend, sql: Connection, client: str) -> Contact | None:
    """How to reach a client; None if they have been erased."""
    query = select(clients.client).where(clients.client.c.id == client)
    row = sql.execute(query).mappings().first()
    if row is None or row["erased_at"] is not None:
        return None
    return reading.contact_of(backend.vault, row)
