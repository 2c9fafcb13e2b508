"""Signing in: somebody shows who they are, and gets a session for the working day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Row, delete, insert, select, update

from vuoro.booking.backend import Backend, Refused, from_ms, to_ms
from vuoro.booking.domain.values import Actor, ActorKind
from vuoro.booking.service import passwords, tries
from vuoro.booking.service.accounts import Account, account_of_row
from vuoro.booking.service.audit import audit
from vuoro.booking.service.secrets import hash_of
from vuoro.booking.store.tables import staff

SESSION_LASTS = timedelta(hours=10)


class Identities(Protocol):
    """Somebody who can tell whose account it is: a list of passwords, or an OpenID provider."""

    def account(self, backend: Backend, tenant: str, proof: Mapping[str, str]) -> str:
        """The id of the account behind what the browser brought. Raises Refused (401, 429)."""
        ...


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody at work. ``csrf`` goes with every form of theirs."""

    account: Account
    csrf: str = field(repr=False)
    until: datetime


class Passwords:
    """Identities by user name and password.

    A name that nobody has is answered in the same words, after the same work, and is locked out
    just the same.
    """

    def account(self, backend: Backend, tenant: str, proof: Mapping[str, str]) -> str:
        """``proof``: username and password. Raises Refused: locked_out, wrong_sign_in."""
        username, password = proof["username"].strip().casefold()[:200], proof["password"]
        name_hash = backend.vault.client_index(tenant, "username", username)
        tries.count(backend, name_hash)
        row = _known(backend, tenant, username)
        if not passwords.is_right(password, row.password_hash if row else "") or row is None:
            _note_failure(backend, tenant, row)
            raise Refused("wrong_sign_in", "The user name or the password is wrong.", 401)
        stronger = passwords.renewed(password, row.password_hash)
        with backend.begin() as work:
            tries.forget(work, name_hash)
            if stronger is not None:
                mine = staff.account.c.id == row.id
                work.sql.execute(update(staff.account).where(mine).values(password_hash=stronger))
        account: str = row.id
        return account


def sign_in(
    backend: Backend, tenant: str, username: str, password: str, lasts: timedelta = SESSION_LASTS
) -> tuple[str, Account]:
    """A session by password: its secret for the cookie, and whose it is. Raises Refused."""
    proof = {"username": username, "password": password}
    return open_session(backend, Passwords().account(backend, tenant, proof), lasts)


def open_session(
    backend: Backend, account: str, lasts: timedelta = SESSION_LASTS
) -> tuple[str, Account]:
    """A new session of an account. Raises Refused (401) when it has been closed meanwhile."""
    token, csrf = backend.ids.token(), backend.ids.token()
    with backend.begin() as work:
        sessions = staff.account_session
        work.sql.execute(delete(sessions).where(sessions.c.expires_at <= work.now_ms))
        mine = (staff.account.c.id == account, staff.account.c.active)
        changed = update(staff.account).where(*mine).values(signed_in_at=work.now_ms)
        row = work.sql.execute(changed.returning(staff.account)).first()
        if row is None:
            raise Refused("wrong_sign_in", "The user name or the password is wrong.", 401)
        values = {"token_hash": hash_of(token), "account": account, "csrf": csrf}
        until = to_ms(backend.now + lasts)
        work.sql.execute(insert(sessions), {**values, "expires_at": until})
        found = account_of_row(row)
        audit(work, found.tenant, found.actor, "account.signed_in", account)
    return token, found


def account_of(backend: Backend, token: str) -> SignedIn | None:
    """Whose session the cookie opens; roles and closing of an account work at once."""
    sessions = staff.account_session
    query = (
        select(staff.account, sessions.c.csrf, sessions.c.expires_at)
        .join(sessions, sessions.c.account == staff.account.c.id)
        .where(sessions.c.token_hash == hash_of(token), staff.account.c.active)
    )
    with backend.read() as sql:
        row = sql.execute(query).first()
    if row is None or row.expires_at <= backend.now_ms:
        return None
    return SignedIn(account_of_row(row), row.csrf, from_ms(row.expires_at))


def sign_out(backend: Backend, token: str) -> None:
    """End a session."""
    sessions = staff.account_session
    with backend.begin() as work:
        work.sql.execute(delete(sessions).where(sessions.c.token_hash == hash_of(token)))


def _known(backend: Backend, tenant: str, username: str) -> Row[str, str] | None:
    known = staff.account.c
    query = select(known.id, known.password_hash).where(
        known.tenant == tenant, known.username == username, known.active
    )
    with backend.read() as sql:
        return sql.execute(query).first()


def _note_failure(backend: Backend, tenant: str, row: Row[str, str] | None) -> None:
    """Only of those who exist: what else is typed into a name's field may be a password."""
    if row is None:
        return
    with backend.begin() as work:
        audit(work, tenant, Actor(ActorKind.STAFF), "account.sign_in_failed", row.id)
