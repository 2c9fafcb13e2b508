"""A start that isn't offered but fits: staff may book it (docs/decisions/0015)."""

from sqlalchemy import or_, select

from vuoro.booking.backend import Backend, Refused
from vuoro.booking.domain.values import FreeTime, ServiceView
from vuoro.booking.service.finding import bookable
from vuoro.booking.store.tables.bookings import occupied
from vuoro.core.wire.desk import Channel


def fits_exactly(backend: Backend, service: ServiceView, channel: Channel, time: FreeTime) -> bool:
    """Whether a meeting can be booked at just this time, as things are now."""
    cell = occupied.c
    with backend.read() as sql:
        try:
            slot = bookable(
                sql, backend.now_ms, service.tenant, service.id, channel, time, for_staff=True
            )
        except Refused:
            return False
        query = select(cell.cell).where(
            cell.specialist == slot.specialist,
            cell.cell.between(slot.cells[0], slot.cells[-1]),
            or_(cell.expires_at.is_(None), cell.expires_at > backend.now_ms),
        )
        return sql.execute(query.limit(1)).first() is None
