"""What a device sees: its office, the days its office was told of, and the ends of the stream."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from vuoro.booking.backend import Backend, Refused
from vuoro.booking.fleet import window
from vuoro.booking.fleet.devices import DeviceStatus
from vuoro.booking.fleet.refusals import locked, revoked
from vuoro.booking.store.tables import calendar, fleet

_META = calendar.meta.c
_EPOCH = select(_META.v).where(_META.k == "server_epoch").scalar_subquery()
_d, _s, _o = fleet.device.c, fleet.site.c, calendar.office.c
_OF_DEVICE = (
    select(
        _d.tenant, _d.office, _d.status, _s.window_from, _s.window_until, _s.change_seq, _s.floor,
        _o.site, _EPOCH.label("server_epoch"),
    )
    .join_from(fleet.device, fleet.site, _s.office == _d.office)
    .join(calendar.office, _o.id == _d.office)
    .where(_d.id == bindparam("device"))
)  # fmt: skip
"""Made once: making a statement takes as long as carrying it out, and every poll begins here."""


@dataclass(frozen=True, slots=True)
class Scope:
    """As of one transaction. ``first`` and ``last``: ISO days; ``reached``: the newest change."""

    device: str
    tenant: str
    office: str
    site: int
    first: str
    last: str
    reached: int
    floor: int
    server_epoch: str


@contextmanager
def looking(backend: Backend, device_id: str) -> Iterator[tuple[Connection, Scope]]:
    """A transaction that reads what a device may see, its window brought up to date.

    Refused: no_such_device, device_revoked, device_locked.
    """
    with backend.read() as sql:
        scope = _scope(sql, device_id)
        if scope.server_epoch and not window.is_behind(scope.first, backend.now):
            yield sql, scope
            return
    backend.server_epoch()
    window.advance(backend, scope.office)
    with backend.read() as sql:
        yield sql, _scope(sql, device_id)


def _scope(sql: Connection, device_id: str) -> Scope:
    row = sql.execute(_OF_DEVICE, {"device": device_id}).one_or_none()
    if row is None:
        raise Refused("no_such_device", "This device is not enrolled here. Enrol it again.", 404)
    if row.status == DeviceStatus.LOCKED:
        raise locked()
    if row.status != DeviceStatus.ACTIVE:
        raise revoked()
    return Scope(
        device_id, row.tenant, row.office, row.site, row.window_from, row.window_until,
        row.change_seq, row.floor, row.server_epoch or "",
    )  # fmt: skip
