"""The signing keys of an area: its root, the one that signs time, and those that sign passes.

Two pass keys at least are published at any time, the one in use and the next, so that lobbies know
the next before anything is signed with it, even in an emergency (offline_sync §3.11).
"""

import base64
import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from vuoro.booking.backend import Backend, Refused, from_ms
from vuoro.booking.domain.values import SYSTEM, Actor
from vuoro.booking.service.audit import audit
from vuoro.booking.service.refusals import no_such
from vuoro.booking.store import Work
from vuoro.booking.store.tables import calendar, fleet
from vuoro.booking.vault import Vault
from vuoro.core.passes import KeySet, KeyStatus, PassKey, SigningKey, seal_keys
from vuoro.core.passes.signing import SEED_BYTES

ROOT, SYNC, PASS = "root", "sync", "pass"
ACTIVE, NEXT, OLD, REVOKED = "active", "next", "old", "revoked"
"""A pass key is next, then active, then old: it verifies what it signed. Or it is revoked."""
ROTATED_EVERY = timedelta(days=365)
_DAY_MS = 24 * 60 * 60_000
_LIFE_MS = 4 * 365 * _DAY_MS
"""A year as the next key, one in use, and a booking may be a year ahead."""
_LAST_KID = 255

_key = fleet.signing_key
Rows = Sequence[RowMapping]


def ensure_keys(backend: Backend, tenant: str) -> None:
    """Make the keys of an area once. Refused: no_such_area."""
    with backend.read() as sql:
        if _rows(sql, tenant, ROOT):
            return
    with backend.begin() as work:
        lock_area(backend, work, tenant)
        if not _rows(work.sql, tenant, ROOT):
            _make(backend, work, tenant, ROOT, 0, ACTIVE)
            _make(backend, work, tenant, SYNC, 0, ACTIVE)
            _make(backend, work, tenant, PASS, 1, ACTIVE)
            _make(backend, work, tenant, PASS, 2, NEXT)
            _tell(work, tenant, 1)


def key_document(backend: Backend, tenant: str) -> tuple[str, int]:
    """The published pass keys, signed by the root, and the edition. The same until it grows."""
    ensure_keys(backend, tenant)
    with backend.read() as sql:
        root, passes = _rows(sql, tenant, ROOT)[0], _rows(sql, tenant, PASS)
    keys = KeySet(root["edition"], tuple(_published(row) for row in passes))
    text = seal_keys(keys, _signing(backend.vault, root), uuid.UUID(tenant))
    return text, root["edition"]


def root_public(backend: Backend, tenant: str) -> bytes:
    """The key that key documents are signed with; devices pin it."""
    return _public(backend, tenant, ROOT)


def sync_public(backend: Backend, tenant: str) -> bytes:
    """The key that time is signed with; devices pin it."""
    return _public(backend, tenant, SYNC)


def sign_time(backend: Backend, tenant: str, message: bytes) -> bytes:
    """The signature of a message by the area's sync key, 64 bytes."""
    ensure_keys(backend, tenant)
    with backend.read() as sql:
        row = _rows(sql, tenant, SYNC)[0]
    return _signing(backend.vault, row).sign(message)


def pass_key(backend: Backend, tenant: str, until_ms: int) -> tuple[int, SigningKey]:
    """The number and key to sign a pass with that is valid until then."""
    ensure_keys(backend, tenant)
    with backend.read() as sql:
        rows = _rows(sql, tenant, PASS)
    usable = {row["status"]: row for row in rows if row["expires"] >= until_ms}
    row = usable.get(ACTIVE) or usable.get(NEXT)
    if row is None:
        raise Refused("no_key", "No key signs for so late a time. Rotate the keys.", 500)
    return row["kid"], _signing(backend.vault, row)


@dataclass(frozen=True, slots=True)
class PassKeyView:
    """A pass key as people need to see it. ``status``: next, active, old or revoked."""

    kid: int
    status: str
    since: datetime
    expires: datetime


def pass_keys(backend: Backend, tenant: str) -> tuple[PassKeyView, ...]:
    """The pass keys of an area, oldest first."""
    ensure_keys(backend, tenant)
    with backend.read() as sql:
        rows = _rows(sql, tenant, PASS)
    return tuple(
        PassKeyView(row["kid"], row["status"], from_ms(row["used_since"]), from_ms(row["expires"]))
        for row in rows
    )


def rotate(backend: Backend, tenant: str, actor: Actor = SYSTEM, *, least: int = 0) -> None:
    """The next key comes into use, a new one is published. What the old one signed stays valid.

    ``least``: the lowest number that the new edition may have.
    """
    ensure_keys(backend, tenant)
    with backend.begin() as work:
        lock_area(backend, work, tenant)
        _turn(backend, work, tenant, OLD)
        _publish(work, tenant, least)
        audit(work, tenant, actor, "keys.rotated", tenant)


def rotate_restored(backend: Backend) -> None:
    """The database came from a backup: rotate every area's keys, under editions never given yet.

    Editions after the backup are forgotten here, but lobbies know them and refuse lower ones. The
    time in seconds is ahead of them all. What was revoked after the backup must be revoked again.
    """
    with backend.read() as sql:
        tenants = sql.execute(select(_key.c.tenant).where(_key.c.use == ROOT)).scalars().all()
    for tenant in tenants:
        rotate(backend, tenant, least=backend.now_ms // 1000)


def rotate_when_due(backend: Backend) -> int:
    """A job: rotate the keys of areas whose key has been in use for a year; how many."""
    before = backend.now_ms - int(ROTATED_EVERY / timedelta(milliseconds=1))
    stale = (_key.c.use == PASS, _key.c.status == ACTIVE, _key.c.used_since <= before)
    with backend.read() as sql:
        tenants = sql.execute(select(_key.c.tenant).where(*stale)).scalars().all()
    for tenant in tenants:
        rotate(backend, tenant)
    return len(tenants)


def revoke(backend: Backend, tenant: str, kid: int, actor: Actor = SYSTEM) -> None:
    """A pass key may be in wrong hands: lobbies stop believing it, bookings are found by their row.

    Passes shown from now on are signed with another key. Refused: no_such_key.
    """
    ensure_keys(backend, tenant)
    with backend.begin() as work:
        lock_area(backend, work, tenant)
        row = next((row for row in _rows(work.sql, tenant, PASS) if row["kid"] == kid), None)
        if row is None:
            raise no_such("key")
        if row["status"] == REVOKED:
            return
        if row["status"] == ACTIVE:
            _turn(backend, work, tenant, REVOKED)
        else:
            _set(work, row, REVOKED)
            if row["status"] == NEXT:
                _make(backend, work, tenant, PASS, _new_kid(work.sql, tenant), NEXT)
        _publish(work, tenant)
        audit(work, tenant, actor, "keys.revoked", tenant, f"kid {kid}")


def lock_area(backend: Backend, work: Work, tenant: str) -> None:
    """Nobody else changes its keys before this transaction ends. Refused: no_such_area."""
    query = select(calendar.tenant.c.id).where(calendar.tenant.c.id == tenant)
    if work.sql.execute(backend.db.for_update(query)).first() is None:
        raise no_such("area")


def _turn(backend: Backend, work: Work, tenant: str, becomes: str) -> None:
    """The key in use becomes another thing; the next one takes its place, and has a next."""
    by_status = {row["status"]: row for row in _rows(work.sql, tenant, PASS)}
    _set(work, by_status[ACTIVE], becomes)
    _set(work, by_status[NEXT], ACTIVE)
    _make(backend, work, tenant, PASS, _new_kid(work.sql, tenant), NEXT)


def _publish(work: Work, tenant: str, least: int = 0) -> None:
    """Number the new edition, without keys that are over, and tell every lobby."""
    over = (_key.c.tenant == tenant, _key.c.use == PASS, _key.c.expires <= work.now_ms)
    work.sql.execute(delete(_key).where(*over))
    root = _rows(work.sql, tenant, ROOT)[0]
    edition = max(root["edition"] + 1, least)
    work.sql.execute(update(_key).where(_key.c.id == root["id"]).values(edition=edition))
    _tell(work, tenant, edition)


def _tell(work: Work, tenant: str, edition: int) -> None:
    office = calendar.office.c
    for key in work.sql.execute(select(office.id).where(office.tenant == tenant)).scalars():
        work.tell(key, "keys", tenant, edition)


def _make(backend: Backend, work: Work, tenant: str, use: str, kid: int, status: str) -> None:
    key, key_id = SigningKey(os.urandom(SEED_BYTES)), str(backend.ids.thing())
    values = {
        "id": key_id, "tenant": tenant, "use": use, "kid": kid, "status": status,
        "seed": backend.vault.seal(key.reveal(), seed_place(key_id)),
        "public": base64.b64encode(key.public()).decode(),
        "not_before": work.now_ms - _DAY_MS, "expires": work.now_ms + _LIFE_MS,
        "used_since": work.now_ms,
    }  # fmt: skip
    work.sql.execute(insert(_key), values)


def _set(work: Work, row: RowMapping, status: str) -> None:
    values = {"status": status, "used_since": work.now_ms}
    work.sql.execute(update(_key).where(_key.c.id == row["id"]).values(values))


def _new_kid(sql: Connection, tenant: str) -> int:
    """The number after the newest key's, if no key there is has it."""
    rows = _rows(sql, tenant, PASS)
    used: set[int] = {row["kid"] for row in rows}
    newest: int = rows[-1]["kid"]
    later = (1 + (newest + ahead) % _LAST_KID for ahead in range(_LAST_KID))
    return next(kid for kid in later if kid not in used)


def _rows(sql: Connection, tenant: str, use: str) -> Rows:
    """The keys of a use, oldest first."""
    query = select(_key).where(_key.c.tenant == tenant, _key.c.use == use)
    query = query.order_by(_key.c.not_before, _key.c.kid)
    return sql.execute(query).mappings().all()


def _public(backend: Backend, tenant: str, use: str) -> bytes:
    ensure_keys(backend, tenant)
    with backend.read() as sql:
        return base64.b64decode(_rows(sql, tenant, use)[0]["public"])


def _published(row: RowMapping) -> PassKey:
    return PassKey(
        kid=row["kid"],
        pub=base64.b64decode(row["public"]),
        nbf=from_ms(row["not_before"]),
        exp=from_ms(row["expires"]),
        status=KeyStatus.REVOKED if row["status"] == REVOKED else KeyStatus.ACTIVE,
    )


def _signing(vault: Vault, row: RowMapping) -> SigningKey:
    return SigningKey(vault.open(row["seed"], seed_place(row["id"])))


def seed_place(key_id: str) -> str:
    """What the secret of a key is bound to where it is sealed."""
    return f"signing_key.seed|{key_id}"
