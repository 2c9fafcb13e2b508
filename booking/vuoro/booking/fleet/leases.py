"""Leases: bookable times that a lobby holds in escrow for walk-ins (offline_sync §3.1).

Who is offline may spend what it was given, and no more; nobody is overbooked. The cells of a leased
time are occupied like a booking's. Staff get one back only when the device is known to have let go
of it: it has read so, and has sent all that it did before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from vuoro.booking.backend import Backend, Refused, to_ms
from vuoro.booking.domain.values import Actor, FreeTime, Wanted
from vuoro.booking.fleet.devices import Device, DeviceStatus
from vuoro.booking.fleet.window import first_day
from vuoro.booking.service.audit import audit
from vuoro.booking.service.directory import service_view
from vuoro.booking.service.finding import find_times, slot_of
from vuoro.booking.service.guard import free, lock, occupy
from vuoro.booking.store import Work
from vuoro.booking.store.tables import calendar, fleet
from vuoro.core.wire.desk import Channel
from vuoro.core.wire.sync import Role

AHEAD_DAYS = 2
"""Leases are given for today and so many days more."""
_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class _Quota:
    """How many times of a service an office holds a day, and the device that may spend them."""

    tenant: str
    office: str
    service: str
    count: int
    device: str


def tend(backend: Backend) -> bool:
    """The job: lease what is missing, take back what is over or was let go."""
    for quota in _quotas(backend):
        for ahead in range(AHEAD_DAYS + 1):
            _fill(backend, quota, first_day(backend.now) + timedelta(days=ahead))
    with backend.begin() as work:
        _take_back(work)
    return False


def release(backend: Backend, actor: Actor, lease_id: str) -> None:
    """Ask for a leased time back; it is free once the device has let go of it.

    Refused: no_such_lease, lease_spent.
    """
    x = fleet.lease
    with backend.begin() as work:
        query = select(x).where(x.c.id == lease_id)
        row = work.sql.execute(backend.db.for_update(query)).one_or_none()
        if row is None:
            raise Refused("no_such_lease", "There is no such time in escrow.", 404)
        if row.state == "spent":
            raise Refused("lease_spent", "Somebody in the lobby has this time already.")
        if row.state != "leased":
            return
        work.tell(row.office, "lease", row.id, row.rev + 1, "del")
        change = work.flush_changes()[row.office]
        values = {"state": "releasing", "rev": row.rev + 1, "released_change": change}
        work.sql.execute(update(x).where(x.c.id == lease_id).values(values))
        audit(work, row.tenant, actor, "lease.released", lease_id)


def spend(work: Work, device: Device, lease_id: str, visit: str | None) -> bool:
    """A device says that a walk-in has the time. False for one it was never given, or twice.

    Also one that was taken back for being over: it was spent before we knew.
    """
    x = fleet.lease
    mine = (x.c.id == lease_id) & (x.c.office == device.office) & (x.c.state != "spent")
    spent = update(x).where(mine).values(state="spent", visit=visit, rev=x.c.rev + 1)
    row = work.sql.execute(spent.returning(x.c.rev)).one_or_none()
    if row is None:
        return False
    work.tell(device.office, "lease", lease_id, row.rev, "del")
    return True


def _quotas(backend: Backend) -> list[_Quota]:
    o, d, s = calendar.office_service.c, fleet.device.c, fleet.site.c
    query = (
        select(o.tenant, o.office, o.service, o.walk_in_leases.label("count"), d.id.label("device"))
        .join(fleet.site, s.office == o.office)
        .join(fleet.device, d.office == o.office)
        .where(
            o.walk_in_leases > 0,
            d.role == Role.LEADER.value,
            d.status == DeviceStatus.ACTIVE.value,
            d.leader_epoch == s.leader_epoch,
        )
        .order_by(o.office, o.service)
    )
    with backend.read() as sql:
        return [_Quota(**row._mapping) for row in sql.execute(query)]


def _fill(backend: Backend, quota: _Quota, day: date) -> None:
    missing = quota.count - _given(backend, quota, day)
    if missing <= 0:
        return
    wanted = Wanted(
        quota.tenant, quota.service, Channel.IN_PERSON, day, day, offices=(quota.office,)
    )
    for time in _spread(find_times(backend, wanted), missing):
        if missing and _lease(backend, quota, day, time):
            missing -= 1


def _given(backend: Backend, quota: _Quota, day: date) -> int:
    """Whatever became of them: one that was used or given back isn't replaced."""
    x = fleet.lease.c
    query = select(func.count()).where(
        x.office == quota.office, x.service == quota.service, x.day == day.isoformat()
    )
    with backend.read() as sql:
        count: int = sql.execute(query).scalar_one()
    return count


def _spread(times: Sequence[FreeTime], count: int) -> Iterator[FreeTime]:
    """First times that lie evenly over the day, then the others."""
    first = [(2 * n + 1) * len(times) // (2 * count) for n in range(count) if times]
    chosen = dict.fromkeys((*first, *range(len(times))))
    return (times[index] for index in chosen)


def _lease(backend: Backend, quota: _Quota, day: date, time: FreeTime) -> bool:
    """False where somebody was quicker."""
    lease_id = str(backend.ids.thing())
    try:
        with backend.begin() as work:
            own = calendar.service
            service = (
                work.sql.execute(select(own).where(own.c.id == quota.service)).mappings().one()
            )
            lock(work, [time.specialist])
            occupy(work, slot_of(service_view(service), time), lease_id)
            values: dict[str, Any] = {
                "id": lease_id, "tenant": quota.tenant, "office": quota.office,
                "device": quota.device, "service": quota.service, "specialist": time.specialist,
                "day": day.isoformat(), "starts_at": to_ms(time.start), "minutes": time.minutes,
            }  # fmt: skip
            work.sql.execute(insert(fleet.lease), values)
            work.tell(quota.office, "lease", lease_id, 1)
    except Refused as refused:
        if refused.code != "taken":
            raise
        return False
    return True


def _take_back(work: Work) -> None:
    x, d = fleet.lease.c, fleet.device.c
    over = (x.state == "leased") & (x.starts_at + x.minutes * _MINUTE_MS <= work.now_ms)
    query = (
        select(fleet.lease, d.cursor, d.outbox_empty_at)
        .join(fleet.device, d.id == x.device)
        .where(over | (x.state == "releasing"))
        .order_by(x.id)
    )
    rows = list(work.sql.execute(query))
    lock(work, {row.specialist for row in rows})
    for row in rows:
        # A device that tells in this moment that it was spent is not overruled.
        same = update(fleet.lease).where(x.id == row.id, x.state == row.state)
        if row.state == "leased" or _has_let_go(row):
            released = same.values(state="released", rev=row.rev + 1)
            if work.sql.execute(released).rowcount:
                free(work, row.id)
                work.tell(row.office, "lease", row.id, row.rev + 1, "del")
        elif row.let_go_at is None and row.cursor >= row.released_change:
            work.sql.execute(same.values(let_go_at=work.now_ms))


def _has_let_go(row: Any) -> bool:
    """It had read that the time is gone, and after that it had nothing left to tell."""
    return row.let_go_at is not None and (row.outbox_empty_at or 0) > row.let_go_at
