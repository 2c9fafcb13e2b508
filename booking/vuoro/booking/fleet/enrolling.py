"""Enrolment by pairing code: the device shows it, an administrator types it (offline_sync §3.16).

The code is bound to the device's public key: who reads it over a shoulder has nothing.
"""

import base64
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from vuoro.booking.backend import Backend, Refused, from_ms
from vuoro.booking.domain.values import Actor
from vuoro.booking.fleet.devices import Device, DeviceStatus, devices_of
from vuoro.booking.fleet.public_key import key_in
from vuoro.booking.fleet.refusals import locked, revoked, upgrade_needed
from vuoro.booking.fleet.series import SPARES, free_series
from vuoro.booking.fleet.writing import upsert
from vuoro.booking.service import keys
from vuoro.booking.service.audit import audit
from vuoro.booking.store import Work
from vuoro.booking.store.tables import calendar, fleet
from vuoro.core.chain import FIRST_HASH
from vuoro.core.fingerprint import fingerprint
from vuoro.core.wire.sync import OLDEST_PROTOCOL, Enrolled, EnrolPending, EnrolRequest, Role

CODE_MS = 10 * 60_000
TRIES = 5
MOST_WAITING = 200
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """A device that wants to be let in, as the administrator compares it with its screen."""

    model: str
    serial: str
    version: str
    words: tuple[str, str, str, str]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where a device is let in, and as what."""

    tenant: str
    office: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class _Row:
    public_key: str
    model: str
    serial: str
    version: str
    expires_at: int


def ask(backend: Backend, asked: EnrolRequest) -> EnrolPending | Enrolled:
    """A device asks, again and again. Refused: bad_key, code_taken, busy, and of an old identity
    device_revoked or device_locked: it must make a new key."""
    if asked.proto < OLDEST_PROTOCOL:
        raise upgrade_needed(OLDEST_PROTOCOL)
    if key_in(asked.public_key) is None:
        raise Refused("bad_key", "public_key is base64 of the 32 bytes of an Ed25519 key.", 422)
    server_epoch = backend.server_epoch()
    enrolled = _known(backend, asked.public_key)
    if enrolled is not None:
        return _admission(backend, enrolled, server_epoch)
    with backend.begin() as work:
        expires_at = _wait(backend, work, asked)
    return EnrolPending(server_epoch, max(1, (expires_at - backend.now_ms) // 1000))


def waiting(backend: Backend, tenant: str, code: str) -> Waiting:
    """The device that shows this code. Refused: no_such_code (five in ten minutes), too_many."""
    with backend.begin() as work:
        row = _by_code(backend, work, tenant, code)
    if row is None:
        raise _no_such_code()
    words = fingerprint(base64.b64decode(row.public_key))
    return Waiting(row.model, row.serial, row.version, words, from_ms(row.expires_at))


def approve(
    backend: Backend, actor: Actor, tenant: str, code: str, office_id: str, name: str, role: Role
) -> str:
    """Let the device in. Gives its id. Refused: no_such_code, too_many, no_such_office.

    A new leader fences off the one before: what that one still tells is kept, and flagged.
    """
    keys.ensure_keys(backend, tenant)
    server_epoch = backend.server_epoch()
    device_id = str(backend.ids.thing())
    with backend.begin() as work:
        row = _by_code(backend, work, tenant, code)
        if row is not None:
            place = Place(tenant, office_id, name.strip(), role)
            _let_in(backend, work, device_id, row.public_key, place, server_epoch)
            audit(work, tenant, actor, "device.enrolled", device_id, row.serial)
    if row is None:
        raise _no_such_code()
    return device_id


def _known(backend: Backend, public_key: str) -> Device | None:
    with backend.read() as sql:
        found = devices_of(sql, fleet.device.c.public_key == public_key)
    if not found:
        return None
    if found[0].status is DeviceStatus.LOCKED:
        raise locked()
    if found[0].status is not DeviceStatus.ACTIVE:
        raise revoked()
    return found[0]


def _admission(backend: Backend, who: Device, server_epoch: str) -> Enrolled:
    """Given again to the same key, however often its reply is lost."""
    with backend.read() as sql:
        o = calendar.office.c
        site = sql.execute(select(o.site).where(o.id == who.office)).scalar_one()
    root, sync = keys.root_public(backend, who.tenant), keys.sync_public(backend, who.tenant)
    return Enrolled(
        server_epoch, who.id, who.tenant, site, who.office, who.role, who.epoch, who.leader_epoch,
        who.series, who.spare_series, _base64(root), _base64(sync),
    )  # fmt: skip


def _wait(backend: Backend, work: Work, asked: EnrolRequest) -> int:
    """Keep the wish; gives when it ends. The same code again doesn't make it last longer."""
    e, now = fleet.enrolment.c, work.now_ms
    work.sql.execute(delete(fleet.enrolment).where(e.expires_at <= now))
    code_hash = _code_hash(backend, asked.code)
    rows = list(work.sql.execute(select(e.public_key, e.code_hash, e.expires_at)))
    mine = next((row for row in rows if row.public_key == asked.public_key), None)
    if mine is not None and mine.code_hash == code_hash:
        return int(mine.expires_at)
    if any(row.code_hash == code_hash for row in rows):
        raise Refused("code_taken", "Another device shows this code. Make a new one.")
    if mine is None and len(rows) >= MOST_WAITING:
        raise Refused("busy", "Too many devices are waiting. Try again in a minute.", 503, 60)
    values = {
        "public_key": asked.public_key, "code_hash": code_hash, "model": asked.model[:_LONGEST],
        "serial": asked.serial[:_LONGEST], "version": asked.version[:_LONGEST],
        "asked_at": now, "expires_at": now + CODE_MS,
    }  # fmt: skip
    upsert(work, fleet.enrolment, [values])
    return now + CODE_MS


def _by_code(backend: Backend, work: Work, tenant: str, code: str) -> _Row | None:
    """The waiting device of a code as typed, or None, which counts as a try."""
    e, t = fleet.enrolment.c, fleet.pairing_try.c
    since = work.now_ms - CODE_MS
    count = select(func.count()).where(t.tenant == tenant, t.at > since)
    if work.sql.execute(count).scalar_one() >= TRIES:
        raise Refused("too_many", "Too many wrong codes. Wait ten minutes.", 429, CODE_MS // 1000)
    typed = "".join(code.upper().split()).replace("-", "")
    query = select(e.public_key, e.model, e.serial, e.version, e.expires_at)
    mine = (e.code_hash == _code_hash(backend, typed)) & (e.expires_at > work.now_ms)
    row = work.sql.execute(query.where(mine)).one_or_none()
    if row is None:
        work.sql.execute(delete(fleet.pairing_try).where(t.at <= since))
        values = {"id": str(backend.ids.thing()), "tenant": tenant, "at": work.now_ms}
        work.sql.execute(insert(fleet.pairing_try), values)
        return None
    return _Row(**row._mapping)


def _let_in(
    backend: Backend,
    work: Work,
    device_id: str,
    public_key: str,
    place: Place,
    server_epoch: str,
) -> None:
    o, s = calendar.office.c, fleet.site.c
    query = select(s.leader_epoch).join_from(fleet.site, calendar.office)
    mine = query.where(o.id == place.office, o.tenant == place.tenant)
    leader_epoch = work.sql.execute(backend.db.for_update(mine)).scalar_one_or_none()
    if leader_epoch is None:
        raise Refused("no_such_office", "Choose an office of this area.", 404)
    if place.role is Role.LEADER and _had_leader(work, place.office):
        leader_epoch += 1
        raised = update(fleet.site).where(s.office == place.office)
        work.sql.execute(raised.values(leader_epoch=leader_epoch))
    series, *spares = free_series(work, place.office, 1 + SPARES)
    values = {
        "id": device_id, "tenant": place.tenant, "office": place.office, "name": place.name,
        "public_key": public_key, "role": place.role.value, "leader_epoch": leader_epoch,
        "chain": FIRST_HASH, "series": series, "spare_series": spares, "health": {},
        "made_at": work.now_ms,
    }  # fmt: skip
    work.sql.execute(insert(fleet.device), values)
    first = {
        "device": device_id, "epoch": 1, "at": work.now_ms, "reason": "enrolled",
        "series": series, "server_epoch": server_epoch,
    }  # fmt: skip
    work.sql.execute(insert(fleet.device_epoch), first)
    work.sql.execute(delete(fleet.enrolment).where(fleet.enrolment.c.public_key == public_key))


def _had_leader(work: Work, office: str) -> bool:
    d = fleet.device.c
    query = select(d.id).where(d.office == office, d.role == Role.LEADER.value)
    return work.sql.execute(query.limit(1)).first() is not None


def _code_hash(backend: Backend, code: str) -> str:
    return backend.vault.client_index("fleet", "pairing", code)


def _no_such_code() -> Refused:
    return Refused("no_such_code", "No device shows this code. Look at its screen again.", 404)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
