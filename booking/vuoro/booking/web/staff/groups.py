"""Bookings that were made at once, so that a form that is sent again shows them and makes none."""

from sqlalchemy import select

from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import BookingView
from vuoro.booking.service.reading import views
from vuoro.booking.store.tables.bookings import booking


def booked_together(backend: Backend, tenant: str, group: str) -> list[BookingView]:
    """The bookings of a group by start."""
    query = (
        select(booking)
        .where(booking.c.tenant == tenant, booking.c.group == group)
        .order_by(booking.c.starts_at, booking.c.id)
    )
    with backend.read() as sql:
        return views(backend, sql, sql.execute(query).mappings().all())
