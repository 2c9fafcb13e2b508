"""The time, signed: a device whose clock is wrong can set it before TLS works (§3.10)."""

import base64

from sqlalchemy import select

from vuoro.booking.backend import Backend, Refused
from vuoro.booking.fleet.devices import device
from vuoro.booking.service import keys
from vuoro.booking.store.tables import calendar
from vuoro.core.wire.sync import TIME_CONTEXT, ServerTime

LONGEST_NONCE = 100


def server_time(backend: Backend, device_id: str, nonce: str) -> ServerTime:
    """The time as the sync key of the device's area signs it for a nonce; nobody has signed in yet.

    Without a device the only area there is. Refused: bad_nonce, no_such_device, say_which.
    """
    if not 16 <= len(nonce) <= LONGEST_NONCE or not nonce.isascii() or not nonce.isalnum():
        raise Refused("bad_nonce", "A nonce is 16–100 letters and digits.", 422)
    tenant = _tenant(backend, device_id)
    now = backend.now_ms
    message = TIME_CONTEXT + nonce.encode() + b"\0" + str(now).encode()
    signature = keys.sign_time(backend, tenant, message)
    return ServerTime(backend.server_epoch(), now, base64.b64encode(signature).decode())


def _tenant(backend: Backend, device_id: str) -> str:
    with backend.read() as sql:
        if device_id:
            return device(sql, device_id).tenant
        tenants = list(sql.execute(select(calendar.tenant.c.id).limit(2)).scalars())
    if len(tenants) != 1:
        raise Refused("say_which", "Several areas are served here; say which device asks.", 422)
    return str(tenants[0])
