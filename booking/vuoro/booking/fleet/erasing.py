"""A client is erased: what lobbies hold of their bookings goes, and stays away.

offline_sync §3.9 row 20: a tombstone in the office's stream, a command to redact what devices
recorded, and a hash of each id, kept so that it is known again.
"""

import hashlib
from collections.abc import Sequence

from sqlalchemy import case, select, update

from vuoro.booking.backend import Backend
from vuoro.booking.fleet.commands import send
from vuoro.booking.fleet.devices import DeviceStatus, devices_of
from vuoro.booking.store import Work
from vuoro.booking.store.inserting import insert_new
from vuoro.booking.store.tables import bookings, fleet
from vuoro.core.wire.sync import CommandKind


def erased_hash(entity: str) -> str:
    """What is kept of an erased id. An event that claims a pass is known by the pass id."""
    return hashlib.sha256(f"vuoro-erased-v1|{entity}".encode()).hexdigest()


def erase(backend: Backend, work: Work, tenant: str, booking_ids: Sequence[str]) -> None:
    """Take these bookings out of every lobby; in the transaction that erases their client."""
    b, v = bookings.booking.c, fleet.visit.c
    query = select(b.id, b.pass_id, b.office, b.rev).where(
        b.id.in_(booking_ids), b.tenant == tenant
    )
    rows = list(work.sql.execute(query.order_by(b.id)))
    ids = [row.id for row in rows]
    names = [*ids, *(f"pass:{row.pass_id}" for row in rows)]
    hashes = [{"entity_hash": erased_hash(n), "tenant": tenant, "at": work.now_ms} for n in names]
    insert_new(work.sql, fleet.erased, hashes)
    # What two arrivals were merged into has the booking of one and the claim of the other.
    of_them, claims = v.booking.in_(ids), v.claimed.in_(names)
    unlinked = (
        update(fleet.visit)
        .where(of_them | claims)
        .values(
            booking=case((of_them, None), else_=v.booking),
            claimed=case((claims, None), else_=v.claimed),
            rev=v.rev + 1,
        )
    )
    visits = list(work.sql.execute(unlinked.returning(v.id, v.office, v.rev)))
    for row in rows:
        work.tell(row.office, "booking", row.id, row.rev, "del")
    for visit in visits:
        work.tell(visit.office, "visit", visit.id, visit.rev)
    _tell_devices(backend, work, {row.office for row in (*rows, *visits)}, names)


def _tell_devices(backend: Backend, work: Work, offices: set[str], names: list[str]) -> None:
    where = fleet.device.c.office.in_(offices), fleet.device.c.status != DeviceStatus.WIPED
    for device in devices_of(work.sql, *where):
        send(work, str(backend.ids.thing()), device, CommandKind.ERASE, {"ids": names})
