"""Certificates for lobby services: a device asks with a request signed by its key, and gets one of
its area's authority, for names that lobbies may have.
"""

import hashlib
import math
from datetime import timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import delete, insert, select

from vuoro.booking.backend import Backend, Refused, to_ms
from vuoro.booking.domain.values import Actor, ActorKind
from vuoro.booking.fleet.area_authority import (
    Signing,
    authorities,
    ensure_authority,
    signing,
)
from vuoro.booking.fleet.devices import Device, DeviceStatus, device, locked_device
from vuoro.booking.fleet.refusals import locked, revoked
from vuoro.booking.service.audit import audit
from vuoro.booking.service.keys import ACTIVE
from vuoro.booking.store import Work
from vuoro.booking.store.tables import fleet
from vuoro.booking.store.tables.site_tls import site_certificate
from vuoro.core.pki.certificates import EARLIER, bounds_of, new_leaf, read_der
from vuoro.core.pki.names import Names, is_below, names_in_order
from vuoro.core.pki.request import Asked, BadRequest, understood
from vuoro.core.wire.site_tls import AreaAuthority, CertificateAnswer, CertificateAsk

VALID = timedelta(days=90)
MOST_A_DAY = 6
_DAY_MS = 24 * 3_600_000
_HERE_ONLY = ("local",)
"""Names of one network (RFC 6762): those of two offices have nothing to do with each other."""
_s = site_certificate.c


def authority(backend: Backend, device_id: str) -> AreaAuthority:
    """Who vouches for the lobbies of a device's area now."""
    with backend.read() as sql:
        tenant = device(sql, device_id).tenant
    now = next(each for each in authorities(backend, tenant) if each.status == ACTIVE)
    return AreaAuthority(backend.server_epoch(), _pem(now.der))


def issue(backend: Backend, device_id: str, ask: CertificateAsk) -> CertificateAnswer:
    """A certificate of 90 days for what a device asks for.

    Refused: bad_request, name_not_allowed, name_taken, too_many_certificates, device_revoked,
    device_locked.
    """
    try:
        asked = understood(ask.request.encode())
    except BadRequest as error:
        raise Refused("bad_request", str(error), 422) from None
    server_epoch = backend.server_epoch()
    with backend.read() as sql:
        tenant = device(sql, device_id).tenant
    ensure_authority(backend, tenant)
    with backend.begin() as work:
        who = locked_device(work, device_id)
        _check_device(who)
        by = signing(backend, work.sql, tenant)
        _check_names(backend, by, asked.names)
        der = _given_before(work, who, by, asked)
        if der is None:
            _check_others(work, who, asked.names)
            _check_pace(work, who)
            der = _sign(backend, work, who, by, asked)
    return CertificateAnswer(server_epoch, _pem(der) + _pem(by.pair.der))


def _check_device(who: Device) -> None:
    if who.status is DeviceStatus.LOCKED:
        raise locked()
    if who.status is not DeviceStatus.ACTIVE:
        raise revoked()


def _check_names(backend: Backend, by: Signing, names: Names) -> None:
    bounds = bounds_of(by.pair.certificate)
    beyond = names.without(bounds.within(names))
    if beyond:
        raise Refused(
            "name_not_allowed",
            f"The authority of this area does not vouch for {beyond}, but for private addresses "
            f"and names that end in {', '.join(bounds.dns)}. An administrator can allow more: "
            "[booking] lobby_names, then vuoro booking authority prepare.",
            422,
        )
    ours = names_in_order([urlsplit(backend.public_url).hostname or ""])
    if names.without(ours) != names:
        raise Refused(
            "name_not_allowed",
            f"{ours} is where the backend itself is opened. Give the lobby service another name: "
            "[lobby] public_url, or tls_names.",
            422,
        )


def _given_before(work: Work, who: Device, by: Signing, asked: Asked) -> bytes | None:
    """The same again, however often its reply is lost."""
    same = (_s.device == who.id, _s.authority == by.id, _s.key_hash == _hash(asked))
    lately = _s.at > work.now_ms - _DAY_MS
    query = select(_s.certificate, _s.names).where(*same, lately).order_by(_s.at.desc())
    for row in work.sql.execute(query):
        if row.names == _told(asked.names):
            return bytes(row.certificate)
    return None


def _check_others(work: Work, who: Device, names: Names) -> None:
    """A lobby can't pass for that of another office."""
    d = fleet.device.c
    query = select(_s.names).join(fleet.device, d.id == _s.device)
    query = query.where(
        _s.tenant == who.tenant, _s.ends_at > work.now_ms,
        d.office != who.office, d.status == DeviceStatus.ACTIVE.value,
    )  # fmt: skip
    held = {name for row in work.sql.execute(query) for name in row.names}
    taken = [name for name in names.dns if name in held and not is_below(name, _HERE_ONLY)]
    if taken:
        raise Refused(
            "name_taken",
            f"A device of another office has a certificate for {', '.join(taken)}. Revoke that "
            "device if it is gone, or give this one another name.",
        )


def _check_pace(work: Work, who: Device) -> None:
    since = work.now_ms - _DAY_MS
    lately = select(_s.at).where(_s.device == who.id, _s.at > since).order_by(_s.at)
    moments = list(work.sql.execute(lately).scalars())
    if len(moments) >= MOST_A_DAY:
        wait = math.ceil((moments[-MOST_A_DAY] - since) / 1000)
        raise Refused(
            "too_many_certificates",
            f"A device gets {MOST_A_DAY} certificates a day at most. Does its address change all "
            "the time? Give it a fixed one.",
            429,
            wait,
        )


def _sign(backend: Backend, work: Work, who: Device, by: Signing, asked: Asked) -> bytes:
    now = backend.now
    end = min(now + VALID, by.pair.certificate.not_valid_after_utc)
    leaf = new_leaf(by.pair, asked.key, asked.names, now - EARLIER, end)
    der = leaf.public_bytes(Encoding.DER)
    work.sql.execute(delete(site_certificate).where(_s.device == who.id, _s.ends_at <= work.now_ms))
    values = {
        "serial": f"{leaf.serial_number:x}", "device": who.id, "tenant": who.tenant,
        "authority": by.id, "key_hash": _hash(asked), "names": _told(asked.names),
        "certificate": der, "at": work.now_ms, "ends_at": to_ms(leaf.not_valid_after_utc),
    }  # fmt: skip
    work.sql.execute(insert(site_certificate), values)
    actor = Actor(ActorKind.DEVICE, who.id, who.name)
    audit(work, who.tenant, actor, "certificate.issued", who.id, str(asked.names))
    return der


def _told(names: Names) -> list[str]:
    return [*names.dns, *map(str, names.addresses)]


def _hash(asked: Asked) -> str:
    der = asked.key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def _pem(der: bytes) -> str:
    return read_der(der).public_bytes(Encoding.PEM).decode("ascii")
