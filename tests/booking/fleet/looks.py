"""What tests look at after a device has told something."""

from typing import Any

from sqlalchemy import func, select

from tests.booking.fleet.lobbies import TENANT, Lobby
from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import BookingStatus, BookingView
from vuoro.booking.fleet import attention
from vuoro.booking.fleet.attention import OpenItem
from vuoro.booking.service import reading
from vuoro.booking.store.tables import bookings, fleet


def visits(backend: Backend) -> dict[str, Any]:
    with backend.read() as sql:
        return {row.id: row for row in sql.execute(select(fleet.visit))}


def items(backend: Backend, **of: str) -> list[OpenItem]:
    found = attention.open_items(backend, TENANT)
    return [item for item in found if all(getattr(item, k) == v for k, v in of.items())]


def the(backend: Backend, kind: str) -> OpenItem:
    (item,) = items(backend, kind=kind)
    return item


def status(view: BookingView, backend: Backend) -> BookingStatus:
    return reading.booking(backend, view.id).status


def happened(backend: Backend, view: BookingView) -> list[str]:
    e = bookings.booking_event.c
    with backend.read() as sql:
        return list(sql.execute(select(e.kind).where(e.booking == view.id).order_by(e.n)).scalars())


def numbers(lobby: Lobby, visit: str) -> list[str]:
    data = lobby.mirror["visit", visit].data
    assert data is not None
    return list(data["numbers"])


def count(backend: Backend, table: str) -> int:
    with backend.read() as sql:
        found: int = sql.execute(
            select(func.count()).select_from(fleet.visit.metadata.tables[table])
        ).scalar_one()
    return found
