"""Bookings of this area by id: nobody reaches another area's."""

from collections.abc import Collection

from sqlalchemy import select

from vuoro.booking.domain.values import BookingView
from vuoro.booking.service import reading
from vuoro.booking.service.refusals import no_such
from vuoro.booking.store.tables.bookings import booking
from vuoro.booking.web.staff.here import Here


def booking_here(here: Here, booking_id: str) -> BookingView:
    """Refused: no_such_booking."""
    view = reading.booking(here.backend, booking_id)
    if view.tenant != here.tenant:
        raise no_such("booking")
    return view


def bookings_by_id(here: Here, ids: Collection[str]) -> dict[str, BookingView]:
    """Those of the bookings that are of this area, by id."""
    row = booking.c
    query = select(booking).where(row.id.in_(ids), row.tenant == here.tenant)
    with here.backend.read() as sql:
        found = reading.views(here.backend, sql, sql.execute(query).mappings().all())
    return {view.id: view for view in found}
