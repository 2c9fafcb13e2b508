"""How far the backend can be sure to know what happened in a lobby (offline_sync §3.1).

The watermark of an office is the oldest moment at which one of its devices held nothing back. No
automation may punish an absence before it has passed the booked time.
"""

from sqlalchemy import Connection, select

from vuoro.booking.fleet.devices import DeviceStatus
from vuoro.booking.store.tables import fleet


def watermark(sql: Connection, office: str) -> int | None:
    """Of one office in milliseconds; None where a device has never been heard, or there is none."""
    return watermarks(sql).get(office)


def watermarks(sql: Connection) -> dict[str, int | None]:
    """Of every office that has devices. A locked one counts: it may hold arrivals."""
    d = fleet.device.c
    query = select(d.office, d.outbox_empty_at).where(
        d.status.in_((DeviceStatus.ACTIVE.value, DeviceStatus.LOCKED.value))
    )
    found: dict[str, int | None] = {}
    for office, empty_at in sql.execute(query):
        known = found.get(office, empty_at)
        found[office] = None if known is None or empty_at is None else min(known, empty_at)
    return found
