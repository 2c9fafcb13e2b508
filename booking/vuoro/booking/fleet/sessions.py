"""Sessions of devices: a nonce is signed, twelve hours follow (offline_sync §3.16).

Nothing depends on the device's clock.
"""

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import bindparam, delete, insert, update

from vuoro.booking.backend import Backend, Refused
from vuoro.booking.fleet.devices import (
    Device,
    DeviceStatus,
    device_of_row,
    locked_device,
    with_device,
)
from vuoro.booking.fleet.refusals import locked, revoked, session_over, upgrade_needed
from vuoro.booking.service.secrets import hash_of
from vuoro.booking.store import Work
from vuoro.booking.store.tables import fleet
from vuoro.core.passes.signing import fits
from vuoro.core.wire.sync import (
    BODY_CONTEXT,
    OLDEST_PROTOCOL,
    PROTOCOL,
    SESSION_CONTEXT,
    SessionBegun,
    SessionNonce,
    SessionRequest,
)

NONCE_MS = 2 * 60_000
SESSION_MS = 12 * 3_600_000
DRAIN_MS = 14 * 86_400_000
"""How long a revoked device may still send what it holds (§3.9 row 18)."""
_s = fleet.device_session.c
_OF_SESSION = (
    with_device(_s.drain_only)
    .join(fleet.device_session, _s.device == fleet.device.c.id)
    .where(_s.token_hash == bindparam("token_hash"), _s.expires_at > bindparam("now"))
)
"""Made once, because every request begins here."""


@dataclass(frozen=True, slots=True)
class Session:
    """Who asks, and whether it may only push."""

    device: Device
    drain_only: bool


def nonce(backend: Backend, device_id: str) -> SessionNonce:
    """Something to sign, once, within two minutes."""
    server_epoch = backend.server_epoch()
    value = backend.ids.token()
    with backend.begin() as work:
        work.sql.execute(delete(fleet.nonce).where(fleet.nonce.c.expires_at <= work.now_ms))
        row = {"nonce": value, "device": device_id, "expires_at": work.now_ms + NONCE_MS}
        work.sql.execute(insert(fleet.nonce), row)
    return SessionNonce(server_epoch, value)


def begin(backend: Backend, asked: SessionRequest) -> SessionBegun:
    """A session. Refused: upgrade_needed, bad_signature (401), device_revoked, device_locked."""
    if asked.proto < OLDEST_PROTOCOL:
        raise upgrade_needed(OLDEST_PROTOCOL)
    server_epoch = backend.server_epoch()
    _use_nonce(backend, asked)
    token = backend.ids.token()
    with backend.begin() as work:
        who = locked_device(work, asked.device)
        key = _signing_key(who, _hello(asked), asked.signature)
        if key is None:
            raise _bad_signature()
        drain = _may_enter(who, asked, work.now_ms)
        if key != who.former_key and who.former_key is not None:
            forget = update(fleet.device).where(fleet.device.c.id == who.id)
            work.sql.execute(forget.values(former_key=None))
        _keep(work, who, token, asked, drain_only=drain)
    return SessionBegun(
        server_epoch, token, SESSION_MS // 1000, backend.now_ms, who.epoch, who.last_seq, who.role,
        who.leader_epoch, OLDEST_PROTOCOL, PROTOCOL, drain,
    )  # fmt: skip


def session_of(backend: Backend, token: str) -> Session:
    """Whose session it is. Refused: session_over, device_revoked."""
    given = {"token_hash": hash_of(token), "now": backend.now_ms}
    with backend.read() as sql:
        row = sql.execute(_OF_SESSION, given).one_or_none()
    if row is None:
        raise session_over()
    session = Session(device_of_row(row), row.drain_only)
    if session.device.status in (DeviceStatus.REVOKED, DeviceStatus.WIPED) and not row.drain_only:
        raise revoked()
    return session


def device_of(backend: Backend, token: str) -> Device:
    """The device of a session that may do everything. Refused: session_over, device_revoked."""
    session = session_of(backend, token)
    if session.drain_only:
        raise revoked()
    return session.device


def check_body(who: Device, path: str, body: bytes, signature: str) -> None:
    """Whether the device itself wrote a body (before compression). Refused: bad_signature."""
    message = BODY_CONTEXT + path.encode() + b"\0" + sha256(body).digest()
    if _signing_key(who, message, signature) is None:
        raise _bad_signature()


def _use_nonce(backend: Backend, asked: SessionRequest) -> None:
    n = fleet.nonce.c
    mine = (n.nonce == asked.nonce) & (n.device == asked.device)
    with backend.begin() as work:
        good = mine & (n.expires_at > work.now_ms)
        used = work.sql.execute(delete(fleet.nonce).where(good)).rowcount
    if not used:
        raise Refused("nonce_over", "Ask for a new nonce: GET session.", 401)


def _hello(asked: SessionRequest) -> bytes:
    said = (asked.nonce, asked.device, str(asked.epoch), asked.boot, asked.version)
    return SESSION_CONTEXT + b"\0".join(part.encode() for part in said)


def _signing_key(who: Device, message: bytes, signature: str) -> str | None:
    """Which of the device's keys signed this; after a change of key the one before is good too."""
    try:
        raw = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        return None
    for key in (who.public_key, who.former_key):
        if key is not None and fits(raw, message, base64.b64decode(key)):
            return key
    return None


def _may_enter(who: Device, asked: SessionRequest, now_ms: int) -> bool:
    """Whether only to drain. Refused: device_revoked, device_locked."""
    if who.status is DeviceStatus.LOCKED:
        # It may ask for an epoch once the administrator has decided, and learns here when.
        raise locked()
    if who.status is DeviceStatus.ACTIVE:
        return False
    if not asked.drain or now_ms > (who.revoked_at or 0) + DRAIN_MS:
        raise revoked()
    return True


def _keep(work: Work, who: Device, token: str, asked: SessionRequest, *, drain_only: bool) -> None:
    sessions = fleet.device_session
    over = sessions.c.expires_at <= work.now_ms
    work.sql.execute(delete(sessions).where(sessions.c.device == who.id, over))
    work.sql.execute(
        insert(sessions),
        {"token_hash": hash_of(token), "device": who.id, "drain_only": drain_only,
         "expires_at": work.now_ms + SESSION_MS, "boot": asked.boot, "version": asked.version},
    )  # fmt: skip
    seen = update(fleet.device).where(fleet.device.c.id == who.id)
    work.sql.execute(seen.values(last_seen=work.now_ms))


def _bad_signature() -> Refused:
    return Refused(
        "bad_signature", "This is not signed with the device's key. Enrol it again.", 401
    )
