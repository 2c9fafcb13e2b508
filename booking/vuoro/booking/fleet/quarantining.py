"""An event that we failed on for an hour: kept as it is, and somebody looks at it (§3.4)."""

from typing import Any

from sqlalchemy import select

from vuoro.booking.backend import Backend
from vuoro.booking.fleet import attention
from vuoro.booking.fleet.attention import Item
from vuoro.booking.fleet.devices import locked_device
from vuoro.booking.store.inserting import insert_new
from vuoro.booking.store.tables import fleet
from vuoro.core.chain import canonical
from vuoro.core.wire.sync import Quarantined


def quarantine(backend: Backend, device_id: str, told: Quarantined) -> dict[str, Any]:
    """Keep it, sealed; the same one twice is one. The device puts ``sync.quarantined`` in its
    place, so that the order goes on."""
    server_epoch = backend.server_epoch()
    event = told.event
    raw = canonical(event.content())
    with backend.begin() as work:
        device = locked_device(work, device_id)
        row = {
            "event_id": event.id, "device": device.id, "tenant": device.tenant,
            "raw": backend.vault.seal(raw, place(event.id)), "received_at": work.now_ms,
        }  # fmt: skip
        insert_new(work.sql, fleet.quarantine, [row])
        facts = {"type": event.type, "day": event.day, "name": device.name}
        item = Item(
            device.tenant, device.office, "quarantined", event.id, work.now_ms, event.id,
            device=device.id, facts=facts,
        )  # fmt: skip
        attention.write(work, [item])
    return {"server_epoch": server_epoch, "kept": event.id}


def place(event_id: str) -> str:
    """Where a quarantined event is sealed."""
    return f"quarantine.raw|{event_id}"


def quarantined(backend: Backend, device_id: str) -> list[str]:
    """Ids of a device's events in quarantine, oldest first."""
    q = fleet.quarantine.c
    query = select(q.event_id).where(q.device == device_id).order_by(q.received_at, q.event_id)
    with backend.read() as sql:
        return list(sql.execute(query).scalars())
