"""How far the backend can be sure to know what happened in a lobby (offline_sync §3.1).

The watermark of an office is the oldest moment at which one of its devices held nothing back. No
automation may punish an absence before it has passed the booked time.
"""

from sqlalchemy import Connection, Subquery, case, func, select

from vuoro.booking.fleet.devices import DeviceStatus
from vuoro.booking.store.tables import fleet


def heard() -> Subquery:
    """``office`` and ``watermark`` of every office that has devices, in milliseconds.

    Null where a device has never been heard. A locked one counts: it may hold arrivals.
    """
    d = fleet.device.c
    all_heard = func.count(d.outbox_empty_at) == func.count()
    oldest = case((all_heard, func.min(d.outbox_empty_at))).label("watermark")
    counts = d.status.in_((DeviceStatus.ACTIVE.value, DeviceStatus.LOCKED.value))
    return select(d.office, oldest).where(counts).group_by(d.office).subquery("heard")


def watermarks(sql: Connection) -> dict[str, int | None]:
    """The same by office."""
    return {office: watermark for office, watermark in sql.execute(select(heard()))}
