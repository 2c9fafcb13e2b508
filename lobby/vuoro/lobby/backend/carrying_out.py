"""Orders carried out on a backend, running or opened for this alone."""

from typing import Any, assert_never

from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import Table, func, select

from vuoro.booking.backend import Backend, Refused
from vuoro.booking.domain.values import Actor, ActorKind, AreaView
from vuoro.booking.fleet import area_authority
from vuoro.booking.service import accounts, api_keys, directory, keys
from vuoro.booking.service.epochs import renew_server_epoch
from vuoro.booking.store.migrations import revision
from vuoro.booking.store.tables import bookings, calendar, fleet, messages
from vuoro.core.clock import local
from vuoro.core.pinned import words_of
from vuoro.core.pki.certificates import print_of, read_der
from vuoro.core.pki.names import is_below
from vuoro.lobby.backend.areas import bring
from vuoro.lobby.backend.orders import (
    AccountRow,
    AddAccount,
    AddKey,
    AnyOrder,
    AreaRow,
    AuthorityRow,
    BringArea,
    KeyRow,
    ListAccounts,
    ListAuthorities,
    ListKeys,
    ListPassKeys,
    Look,
    Overview,
    PassKeyRow,
    PrepareAuthority,
    Restored,
    RevokeKey,
    RevokePassKey,
    RotateAuthority,
    RotatePassKeys,
    SetPassword,
)

COMMAND = Actor(ActorKind.SYSTEM, "command", "vuoro booking")
Answer = (
    str
    | KeyRow
    | Overview
    | tuple[AccountRow, ...]
    | tuple[KeyRow, ...]
    | tuple[PassKeyRow, ...]
    | tuple[AuthorityRow, ...]
)


def carry_out(backend: Backend, order: AnyOrder) -> Answer:
    """The answer to an order. Raises Refused, and Complaint for a bad description."""
    match order:
        case BringArea():
            return bring(backend, order.text)
        case AddAccount():
            form = accounts.AccountForm(order.username, order.name, order.roles)
            tenant = _area(backend, order.area).id
            return accounts.add_account(backend, COMMAND, tenant, form, order.password)
        case SetPassword():
            return _set_password(backend, order)
        case ListAccounts():
            tenant = _area(backend, order.area).id
            return tuple(_account(each) for each in accounts.accounts(backend, tenant))
        case AddKey():
            tenant = _area(backend, order.area).id
            made = api_keys.add_key(backend, COMMAND, tenant, order.name, order.scopes)
            return _key(made.key, made.text)
        case ListKeys():
            tenant = _area(backend, order.area).id
            return tuple(_key(each) for each in api_keys.keys(backend, tenant))
        case RevokeKey():
            tenant = _area(backend, order.area).id
            return _key(api_keys.revoke_key(backend, COMMAND, tenant, order.key))
        case ListPassKeys() | RotatePassKeys() | RevokePassKey():
            return _on_pass_keys(backend, order)
        case ListAuthorities() | PrepareAuthority() | RotateAuthority():
            return _on_authorities(backend, order)
        case Restored():
            return renew_server_epoch(backend)
        case Look():
            return _overview(backend)
        case _:
            assert_never(order)


def _on_pass_keys(
    backend: Backend, order: ListPassKeys | RotatePassKeys | RevokePassKey
) -> tuple[PassKeyRow, ...]:
    """The keys as they are afterwards."""
    tenant = _area(backend, order.area).id
    match order:
        case RotatePassKeys():
            keys.rotate(backend, tenant, COMMAND)
        case RevokePassKey(kid=kid):
            keys.revoke(backend, tenant, kid, COMMAND)
    return tuple(
        PassKeyRow(each.kid, each.status, f"{local(each.since):%Y-%m-%d}",
                   f"{local(each.expires):%Y-%m-%d}")
        for each in keys.pass_keys(backend, tenant)
    )  # fmt: skip


def _on_authorities(
    backend: Backend, order: ListAuthorities | PrepareAuthority | RotateAuthority
) -> tuple[AuthorityRow, ...]:
    """The authorities as they are afterwards."""
    tenant = _area(backend, order.area).id
    match order:
        case PrepareAuthority():
            area_authority.prepare(backend, tenant, COMMAND)
        case RotateAuthority(stolen=stolen):
            area_authority.rotate(backend, tenant, COMMAND, stolen=stolen)
    return tuple(_authority(backend, each) for each in area_authority.authorities(backend, tenant))


def _authority(backend: Backend, one: area_authority.AuthorityView) -> AuthorityRow:
    certificate = read_der(one.der)
    return AuthorityRow(
        one.status, f"{local(one.since):%Y-%m-%d}", f"{local(one.ends):%Y-%m-%d}",
        " ".join(words_of(one.der)), print_of(certificate), one.bounds.dns,
        tuple(name for name in backend.lobby_names if not is_below(name, one.bounds.dns)),
        certificate.public_bytes(Encoding.PEM).decode("ascii"),
    )  # fmt: skip


def _area(backend: Backend, slug_or_id: str) -> AreaView:
    if slug_or_id:
        return directory.area(backend, slug_or_id)
    found = directory.areas(backend)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused("no_area", "There is no area yet. Bring one in: vuoro booking area FILE")
    names = ", ".join(each.slug for each in found)
    raise Refused("which_area", f"There are several areas. Say which: --area {names}")


def _set_password(backend: Backend, order: SetPassword) -> str:
    tenant = _area(backend, order.area).id
    for each in accounts.accounts(backend, tenant):
        if each.username == order.username:
            accounts.set_password(backend, COMMAND, tenant, each.id, order.password)
            return each.id
    raise Refused("no_such_account", f"There is no account {order.username}.", 404)


def _account(account: accounts.Account) -> AccountRow:
    return AccountRow(account.username, account.name, tuple(sorted(account.roles)), account.active)


def _key(key: api_keys.ApiKey, text: str = "") -> KeyRow:
    made, used, revoked = (
        "" if moment is None else f"{local(moment):%Y-%m-%d %H:%M}"
        for moment in (key.made_at, key.last_used_at, key.revoked_at)
    )
    return KeyRow(key.name, key.prefix, tuple(sorted(key.scopes)), made, used, revoked, text)


def _overview(backend: Backend) -> Overview:
    rows = tuple(_area_row(backend, area) for area in directory.areas(backend))
    with backend.read() as sql:
        now = revision(sql)
    kind = "SQLite" if backend.db.is_sqlite else "PostgreSQL"
    return Overview(kind, now, backend.server_epoch(), rows)


def _area_row(backend: Backend, area: AreaView) -> AreaRow:
    message, booking = messages.message, bookings.booking

    def count(table: Table, *which: Any) -> int:
        query = select(func.count()).select_from(table).where(table.c.tenant == area.id, *which)
        return int(sql.execute(query).scalar_one())

    with backend.read() as sql:
        return AreaRow(
            slug=area.slug,
            name=area.name.get("fi") or next(iter(area.name.values()), area.slug),
            offices=count(calendar.office, calendar.office.c.active),
            services=count(calendar.service, calendar.service.c.active),
            specialists=count(calendar.specialist, calendar.specialist.c.active),
            ahead=count(
                booking, booking.c.status == "booked", booking.c.starts_at > backend.now_ms
            ),
            queued=count(message, message.c.state == "queued"),
            failed=count(message, message.c.state.in_(("failed", "unknown"))),
            devices=count(fleet.device, fleet.device.c.status == "active"),
            attention=count(fleet.attention, fleet.attention.c.resolved_at.is_(None)),
        )
