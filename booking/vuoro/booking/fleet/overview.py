"""The fleet page: what each office and each device is like, in the numbers the lobby shows too."""

import enum
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from vuoro.booking.backend import Backend, from_ms
from vuoro.booking.fleet.devices import DeviceStatus, devices_of
from vuoro.booking.fleet.watermark import watermarks
from vuoro.booking.store.tables import calendar, fleet
from vuoro.booking.store.tables.site_tls import site_certificate
from vuoro.core.wire.sync import Role

_FRESH_MS = 5 * 60_000
_STUCK_MS = 10 * 60_000
_LOST_MS = 24 * 3_600_000


class Level(enum.StrEnum):
    """§3.18: red is for somebody to look at."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class EpochRow:
    """One beginning of a device."""

    epoch: int
    at: datetime
    reason: str
    series: str


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device. ``behind``: changes it has not read; ``certificate_ends``: of the newest one that
    it got from here; health as the device told it last."""

    id: str
    name: str
    role: Role
    is_leader: bool
    status: DeviceStatus
    level: Level
    last_seen: datetime | None
    outbox_empty_at: datetime | None
    behind: int
    epoch: int
    series: str
    version: str
    waiting_events: int
    oldest_waiting_ms: int | None
    problems: int
    clock: str
    sqlite: str
    printers: dict[str, str]
    last_digest: datetime | None
    digest_ok: bool | None
    certificate_ends: datetime | None
    quarantined: int
    open_commands: tuple[str, ...]
    epochs: tuple[EpochRow, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One office with devices. ``watermark``: up to when its lobby has told everything."""

    office: str
    name: dict[str, str]
    watermark: datetime | None
    attention: int
    devices: tuple[DeviceRow, ...]


def overview(backend: Backend, tenant: str) -> list[SiteRow]:
    """Every office of an area that has or had devices, by name."""
    with backend.read() as sql:
        o, s = calendar.office.c, fleet.site.c
        query = select(o.id, o.name, s.change_seq, s.leader_epoch).join(fleet.site)
        offices = {row.id: row for row in sql.execute(query.where(o.tenant == tenant))}
        rows = _device_rows(backend, sql, tenant, offices)
        known = watermarks(sql)
        items = _attention(sql, tenant)
    return [
        SiteRow(key, office.name, _moment(known.get(key)), items.get(key, 0), tuple(rows[key]))
        for key, office in sorted(offices.items(), key=lambda pair: pair[1].name["fi"])
        if key in rows
    ]


def level_of(
    status: DeviceStatus, health: dict[str, Any], last_seen: int | None, now: int
) -> Level:
    """The light of a device."""
    unheard = now - (last_seen or 0)
    waited = health.get("oldest_waiting_ms") or 0
    bad = (
        health.get("problems") or health.get("digest_ok") is False or health.get("clock") == "unset"
    )
    if status is not DeviceStatus.ACTIVE or bad or unheard > _LOST_MS or waited > _LOST_MS:
        return Level.RED
    return Level.GREEN if unheard <= _FRESH_MS and waited <= _STUCK_MS else Level.AMBER


def _device_rows(
    backend: Backend, sql: Connection, tenant: str, offices: dict[str, Any]
) -> dict[str, list[DeviceRow]]:
    d = fleet.device.c
    health = {
        row.id: row.health for row in sql.execute(select(d.id, d.health).where(d.tenant == tenant))
    }
    epochs, commands = _epochs(sql, tenant), _commands(sql, tenant)
    quarantined, certificates = _quarantined(sql, tenant), _certificates(sql, tenant)
    found: dict[str, list[DeviceRow]] = {}
    for device in devices_of(sql, d.tenant == tenant):
        office, told = offices[device.office], health[device.id]
        row = DeviceRow(
            id=device.id, name=device.name, role=device.role,
            is_leader=device.role is Role.LEADER and device.leader_epoch == office.leader_epoch,
            status=device.status,
            level=level_of(device.status, told, device.last_seen, backend.now_ms),
            last_seen=_moment(device.last_seen), outbox_empty_at=_moment(device.outbox_empty_at),
            behind=max(0, office.change_seq - device.cursor), epoch=device.epoch,
            series=device.series, version=told.get("version", ""),
            waiting_events=told.get("waiting_events", 0),
            oldest_waiting_ms=told.get("oldest_waiting_ms"), problems=told.get("problems", 0),
            clock=told.get("clock", ""), sqlite=told.get("sqlite", ""),
            printers=told.get("printers", {}), last_digest=_moment(told.get("last_digest_ms")),
            digest_ok=told.get("digest_ok"),
            certificate_ends=_moment(certificates.get(device.id)),
            quarantined=quarantined.get(device.id, 0),
            open_commands=tuple(commands.get(device.id, ())),
            epochs=tuple(epochs.get(device.id, ())),
        )  # fmt: skip
        found.setdefault(device.office, []).append(row)
    return found


def _epochs(sql: Connection, tenant: str) -> dict[str, list[EpochRow]]:
    e, d = fleet.device_epoch.c, fleet.device.c
    query = select(fleet.device_epoch).join(fleet.device).where(d.tenant == tenant)
    found: dict[str, list[EpochRow]] = {}
    for row in sql.execute(query.order_by(e.device, e.epoch.desc())):
        epoch = EpochRow(row.epoch, from_ms(row.at), row.reason, row.series)
        found.setdefault(row.device, []).append(epoch)
    return found


def _commands(sql: Connection, tenant: str) -> dict[str, list[str]]:
    c = fleet.command.c
    query = select(c.device, c.kind).where(c.tenant == tenant, c.done_at.is_(None))
    found: dict[str, list[str]] = {}
    for device, kind in sql.execute(query.order_by(c.made_at, c.id)):
        found.setdefault(device, []).append(kind)
    return found


def _quarantined(sql: Connection, tenant: str) -> dict[str, int]:
    q = fleet.quarantine.c
    query = select(q.device, func.count()).where(q.tenant == tenant).group_by(q.device)
    return {device: count for device, count in sql.execute(query)}


def _certificates(sql: Connection, tenant: str) -> dict[str, int]:
    c = site_certificate.c
    query = select(c.device, c.ends_at).where(c.tenant == tenant).order_by(c.at)
    return {device: ends_at for device, ends_at in sql.execute(query)}


def _attention(sql: Connection, tenant: str) -> dict[str, int]:
    a = fleet.attention.c
    waiting = (a.tenant == tenant) & a.resolved_at.is_(None)
    query = select(a.office, func.count()).where(waiting).group_by(a.office)
    return {office: count for office, count in sql.execute(query)}


def _moment(value: int | None) -> datetime | None:
    return None if value is None else from_ms(value)
