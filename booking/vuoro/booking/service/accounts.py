"""Accounts of staff: who may do what."""

import enum
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from vuoro.booking.backend import Backend, Refused, from_ms
from vuoro.booking.domain.values import Actor, ActorKind
from vuoro.booking.service import passwords
from vuoro.booking.service.audit import audit
from vuoro.booking.store import Work
from vuoro.booking.store.tables import calendar, staff

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,79}")


class Role(enum.StrEnum):
    """What an account may do; it has any number of them."""

    BOOK = "book"
    """See calendars; make, move, hand over and cancel bookings; retry their messages."""
    SEE_CLIENTS = "see_clients"
    """Search for clients, and see who they are."""
    MANAGE = "manage"
    """Working hours, absences and accounts."""
    DEVICES = "devices"
    AUDIT = "audit"
    """Read the audit log."""
    API = "api"
    """Keys of other systems, and webhooks."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who works here. ``specialist``: whose calendar is their own, if they have one."""

    id: str
    tenant: str
    username: str
    name: str
    roles: frozenset[Role]
    specialist: str | None
    office: str | None
    active: bool
    signed_in_at: datetime | None

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.STAFF, self.id, self.name)

    def may(self, *roles: Role) -> bool:
        """Whether the account has one of the roles."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class AccountForm:
    """What is known of an account when it is made or changed."""

    username: str
    name: str
    roles: Collection[str]
    specialist: str | None = None
    office: str | None = None


def add_account(
    backend: Backend, actor: Actor, tenant: str, form: AccountForm, password: str = ""
) -> str:
    """Make an account; gives its id. Without a password it can be signed in to from outside only.

    Raises Refused: bad_username, weak_password, unknown_role, username_taken.
    """
    values = {**_checked(form), "username": _username(form.username)}
    kept = passwords.hashed(password, values["username"]) if password else ""
    account = str(backend.ids.thing())
    try:
        with backend.begin() as work:
            _check_places(work, tenant, form)
            row = {**values, "id": account, "tenant": tenant, "password_hash": kept}
            work.sql.execute(insert(staff.account), {**row, "made_at": work.now_ms})
            audit(work, tenant, actor, "account.added", account, _told(values))
    except IntegrityError:
        raise Refused("username_taken", "Somebody has that user name. Take another.") from None
    return account


def change_account(
    backend: Backend, actor: Actor, tenant: str, account: str, form: AccountForm
) -> None:
    """Give an account another name, other roles or another place. Its user name stays.

    Nobody takes the right to manage from themselves: somebody must be left who can.
    """
    values = _checked(form)
    if actor.id == account and Role.MANAGE not in values["roles"]:
        raise Refused("own_account", "You can't take the right to manage from yourself.", 422)
    with backend.begin() as work:
        _check_places(work, tenant, form)
        _set(work, tenant, account, values)
        audit(work, tenant, actor, "account.changed", account, _told(values))


def set_password(backend: Backend, actor: Actor, tenant: str, account: str, password: str) -> None:
    """Give an account another password; every session of it ends. Raises Refused."""
    kept = passwords.hashed(password, account_by_id(backend, tenant, account).username)
    with backend.begin() as work:
        _set(work, tenant, account, {"password_hash": kept})
        _end_sessions(work, account)
        audit(work, tenant, actor, "account.password_set", account)


def set_active(backend: Backend, actor: Actor, tenant: str, account: str, active: bool) -> None:
    """Close an account, and with it its sessions, or open it again. Nobody closes their own."""
    if actor.id == account:
        raise Refused("own_account", "You can't close your own account.", 422)
    with backend.begin() as work:
        _set(work, tenant, account, {"active": active})
        if not active:
            _end_sessions(work, account)
        audit(work, tenant, actor, "account.opened" if active else "account.closed", account)


def accounts(backend: Backend, tenant: str) -> list[Account]:
    """All accounts of an area, by name."""
    query = select(staff.account).where(staff.account.c.tenant == tenant)
    with backend.read() as sql:
        rows = sql.execute(query.order_by(staff.account.c.name, staff.account.c.id)).all()
    return [account_of_row(row) for row in rows]


def account_by_id(backend: Backend, tenant: str, account: str) -> Account:
    """One account. Raises Refused (404) also for that of another area."""
    known = staff.account.c
    with backend.read() as sql:
        query = select(staff.account).where(known.id == account, known.tenant == tenant)
        row = sql.execute(query).first()
    if row is None:
        raise _none()
    return account_of_row(row)


def account_of_row(row: Row[Any]) -> Account:
    """The account of a row of the table; roles that are no more are left out."""
    roles = frozenset(Role(name) for name in row.roles if name in set(Role))
    signed_in_at = from_ms(row.signed_in_at) if row.signed_in_at is not None else None
    return Account(row.id, row.tenant, row.username, row.name, roles, row.specialist,
                   row.office, row.active, signed_in_at)  # fmt: skip


def _checked(form: AccountForm) -> dict[str, Any]:
    if unknown := set(form.roles) - set(Role):
        raise Refused("unknown_role", f"There is no role {', '.join(sorted(unknown))}.", 422)
    name = " ".join(form.name.split())
    if not 1 <= len(name) <= 100:
        raise Refused("name_missing", "Write the person's name.", 422)
    roles = [str(role) for role in Role if role in form.roles]
    return {"name": name, "roles": roles, "specialist": form.specialist, "office": form.office}


def _username(text: str) -> str:
    username = text.strip().casefold()
    if not _USERNAME.fullmatch(username):
        allowed = "2–80 of a–z, 0–9, dot, hyphen, underscore, plus and @"
        raise Refused("bad_username", f"A user name has {allowed}.", 422)
    return username


def _check_places(work: Work, tenant: str, form: AccountForm) -> None:
    for table, entity in ((calendar.specialist, form.specialist), (calendar.office, form.office)):
        if entity is None:
            continue
        query = select(table.c.id).where(table.c.id == entity, table.c.tenant == tenant)
        if work.sql.execute(query).first() is None:
            raise Refused(f"unknown_{table.name}", "Choose one of the list.", 422)


def _set(work: Work, tenant: str, account: str, values: dict[str, Any]) -> None:
    mine = (staff.account.c.id == account, staff.account.c.tenant == tenant)
    if work.sql.execute(update(staff.account).where(*mine).values(**values)).rowcount == 0:
        raise _none()


def _end_sessions(work: Work, account: str) -> None:
    sessions = staff.account_session
    work.sql.execute(delete(sessions).where(sessions.c.account == account))


def _told(values: dict[str, Any]) -> str:
    return ", ".join(values["roles"])


def _none() -> Refused:
    return Refused("unknown_account", "There is no such account.", 404)
