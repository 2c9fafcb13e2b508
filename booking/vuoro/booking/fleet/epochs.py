"""A device begins anew: an epoch above everything either side had, and another series (§3.7).

Whatever went wrong (a restored card, a clone, a restored backend), this is the one way out. Two
clones that fight for one identity are stopped: it is locked until an administrator chooses.
"""

from sqlalchemy import func, insert, select, update

from vuoro.booking.backend import Backend
from vuoro.booking.fleet import attention
from vuoro.booking.fleet.attention import Item
from vuoro.booking.fleet.devices import Device, DeviceStatus, locked_device
from vuoro.booking.fleet.refusals import locked, revoked
from vuoro.booking.fleet.series import SPARES, free_series
from vuoro.booking.store import Work
from vuoro.booking.store.tables import fleet
from vuoro.core.chain import FIRST_HASH
from vuoro.core.wire.sync import EpochGranted, EpochRequest

DAY_MS = 86_400_000
MOST_A_DAY = 5
"""More recoveries of one database in a day are no accident any more."""
_REASON = 200


def new_epoch(backend: Backend, device_id: str, asked: EpochRequest) -> EpochGranted:
    """Grant it; asked again after a lost reply, the same. Refused: device_locked.

    One database may be restored a few times a day. Another database under the same identity within
    a day of a grant is a clone. After a restored backend nothing counts that was before.
    """
    server_epoch = backend.server_epoch()
    with backend.begin() as work:
        device = locked_device(work, device_id)
        if device.status is DeviceStatus.LOCKED:
            raise locked()
        if device.status is DeviceStatus.WIPED:
            raise revoked()
        granted = _granted_before(work, device, asked)
        is_clone = granted is None and _fights(work, device, asked, server_epoch)
        if is_clone:
            _lock(work, device, asked)
        elif granted is None:
            granted = _grant(work, device, asked, server_epoch)
    if is_clone:
        raise locked()
    assert granted is not None, "who is no clone is granted one"
    return EpochGranted(server_epoch, granted[0], granted[1])


def _granted_before(work: Work, device: Device, asked: EpochRequest) -> tuple[int, str] | None:
    """The same request again, before anything was told in the epoch it was given."""
    e = fleet.device_epoch.c
    newest = (e.device == device.id) & (e.epoch == device.epoch)
    same = (e.old_epoch == asked.old_epoch) & (e.db_uuid == asked.db_uuid) & (e.db_uuid != "")
    query = select(e.epoch, e.series).where(newest, same)
    row = work.sql.execute(query).one_or_none() if device.last_seq == 0 else None
    return (row.epoch, row.series) if row is not None else None


def _fights(work: Work, device: Device, asked: EpochRequest, server_epoch: str) -> bool:
    """Whether this is another one than who got the last epoch, or one too many.

    Who asks from the epoch we know has only lost its way. Who asks from an older one was restored
    from a copy, or is a copy.
    """
    since = work.now_ms - DAY_MS
    if asked.old_epoch >= device.epoch or not device.db_uuid or (device.epoch_at or 0) <= since:
        return False
    e = fleet.device_epoch.c
    mine = (e.device == device.id) & (e.db_uuid != "") & (e.server_epoch == server_epoch)
    granted: int = work.sql.execute(select(func.count()).where(mine, e.at > since)).scalar_one()
    return granted >= MOST_A_DAY or (granted > 0 and device.db_uuid != asked.db_uuid)


def _first_since_restore(work: Work, device: Device, server_epoch: str) -> bool:
    """All devices begin anew when the backend was restored: nobody needs to look at that."""
    e = fleet.device_epoch.c
    before = select(e.server_epoch).where(e.device == device.id, e.epoch == device.epoch)
    known = work.sql.execute(before).scalar_one_or_none()
    return known not in (None, "", server_epoch)


def _lock(work: Work, device: Device, asked: EpochRequest) -> None:
    row = update(fleet.device).where(fleet.device.c.id == device.id)
    work.sql.execute(row.values(status=DeviceStatus.LOCKED.value))
    facts = {"name": device.name, "reason": asked.reason[:_REASON], "epoch": device.epoch}
    about = f"{device.id}|{device.epoch}"
    attention.write(
        work,
        [Item(device.tenant, device.office, "clone", about, work.now_ms, device=device.id,
              facts=facts)],
    )  # fmt: skip


def _grant(work: Work, device: Device, asked: EpochRequest, server_epoch: str) -> tuple[int, str]:
    epoch = max(device.epoch, asked.old_epoch) + 1
    is_expected = _first_since_restore(work, device, server_epoch)
    series, *spares = device.spare_series or free_series(work, device.office, 1 + SPARES)
    values = {
        "epoch": epoch, "last_seq": 0, "chain": FIRST_HASH, "series": series,
        "spare_series": spares, "db_uuid": asked.db_uuid, "epoch_at": work.now_ms,
        "outbox_empty_at": None,
    }  # fmt: skip
    work.sql.execute(update(fleet.device).where(fleet.device.c.id == device.id).values(values))
    reason = asked.reason[:_REASON]
    work.sql.execute(
        insert(fleet.device_epoch),
        {"device": device.id, "epoch": epoch, "old_epoch": asked.old_epoch, "at": work.now_ms,
         "reason": reason, "db_uuid": asked.db_uuid, "series": series,
         "server_epoch": server_epoch},
    )  # fmt: skip
    if not is_expected:
        facts = {"name": device.name, "reason": reason, "epoch": epoch, "series": series}
        item = Item(
            device.tenant, device.office, "fork", f"{device.id}|{epoch}", work.now_ms,
            device=device.id, facts=facts,
        )  # fmt: skip
        attention.write(work, [item])
    return epoch, series
