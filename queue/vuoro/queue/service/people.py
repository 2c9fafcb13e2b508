"""Who may do what: staff with passwords and sessions, devices with tokens."""

import hashlib
import hmac
import math
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from vuoro.core.wire.desk import Session
from vuoro.queue.service.lobby import Committed, LobbyService, Refused
from vuoro.queue.store.rows import from_ms, to_ms

COMPANION = "companion"
"""The kind of device that a second kiosk's lobby service is to its leader."""
COUNTER_BOX = "counter"
"""The kind of device that a box at a counter is: its light, its sound, its button."""
ROLES = ("call", "call_out_of_order", "manage", "figures", "devices")
FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


@dataclass(frozen=True, slots=True)
class Member:
    """A staff member who is signed in."""

    staff: str
    name: str
    roles: tuple[str, ...]
    csrf: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Device:
    """A kiosk or display that shows a valid token."""

    id: str
    kind: str
    name: str
    locked: bool


@dataclass(frozen=True, slots=True)
class Credentials:
    """What is known of somebody who wants to sign in; an empty ``staff``: nobody has that name."""

    staff: str
    name: str
    password_hash: str = field(repr=False)
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """A staff account, without its password."""

    username: str
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session and the secret for its cookie."""

    session: Session
    cookie: str


def hasher() -> PasswordHasher:
    """argon2id with the parameters of RFC 9106 §4, second choice (64 MiB, 3 passes, 4 lanes)."""
    return PasswordHasher()


def add_staff(
    lobby: LobbyService,
    username: str,
    name: str,
    password: str,
    roles: tuple[str, ...],
    staff: str = "",
) -> str | Refused:
    """Make an account, or give an existing one a new name, password and roles.

    Gives the staff id.
    """
    if not _USERNAME.fullmatch(username):
        return Refused(
            "bad_username", "A user name has 2–40 of a–z, 0–9, dot, hyphen, underscore.", 422
        )
    if len(password) < 10:
        return Refused("weak_password", "A password needs at least 10 characters.", 422)
    if unknown := set(roles) - set(ROLES):
        return Refused(
            "unknown_role",
            f"There is no role {', '.join(unknown)}. Roles: {', '.join(ROLES)}.",
            422,
        )
    staff = staff or str(lobby.ids.thing())
    with lobby.store.begin() as work:
        work.execute(
            "INSERT INTO staff (id, username, name, password_hash, roles, failures) "
            "VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT (username) DO UPDATE SET "
            "name = excluded.name, password_hash = excluded.password_hash, "
            "roles = excluded.roles, failures = 0, locked_until = NULL",
            (staff, username, name, hasher().hash(password), ",".join(roles)),
        )
        work.execute(
            "DELETE FROM session WHERE staff = (SELECT id FROM staff WHERE username = ?)",
            (username,),
        )
    return str(lobby.store.read("SELECT id FROM staff WHERE username = ?", (username,))[0][0])


def accounts(lobby: LobbyService) -> tuple[Account, ...]:
    """All accounts, by user name."""
    rows = lobby.store.read("SELECT username, name, roles FROM staff ORDER BY username")
    return tuple(Account(row[0], row[1], tuple(row[2].split(","))) for row in rows)


def credentials(lobby: LobbyService, username: str) -> Credentials | Refused:
    """What a sign-in is judged by.

    A name nobody has gets a hash that nothing matches, so it takes as long.
    """
    rows = lobby.store.read(
        "SELECT id, name, password_hash, roles, failures, locked_until FROM staff "
        "WHERE username = ?",
        (username.strip().lower(),),
    )
    if not rows:
        return Credentials("", "", _nobody(), ())
    staff, name, kept, roles, _, locked_until = rows[0]
    if locked_until is not None and lobby.now < from_ms(locked_until):
        return _locked_out(lobby, from_ms(locked_until))
    return Credentials(staff, name, kept, tuple(roles.split(",")))


def matches(known: Credentials, password: str) -> bool:
    """Whether the password is right.

    Slow on purpose (argon2id): keep it off the thread that writes.
    """
    try:
        return hasher().verify(known.password_hash, password) and bool(known.staff)
    except VerifyMismatchError:
        return False


def sign_in(lobby: LobbyService, known: Credentials, right: bool, hours: int) -> SignedIn | Refused:
    """Open a session, or count the failure; five in a row lock the account for a quarter hour.

    The lock is asked again: while one password was checked, others may have been tried.
    """
    locked = _locked_until(lobby, known.staff)
    if locked is not None:
        return _locked_out(lobby, locked)
    if right:
        return _open_session(lobby, known, hours)
    if known.staff:
        _count_failure(lobby, known.staff)
    return Refused("wrong_sign_in", "The user name or the password is wrong.", 401)


def sign_out(lobby: LobbyService, cookie: str) -> None:
    """Close a session."""
    with lobby.store.begin() as work:
        work.execute("DELETE FROM session WHERE token_hash = ?", (fingerprint(cookie),))


def member_of(lobby: LobbyService, cookie: str) -> Member | None:
    """Who a session cookie belongs to."""
    rows = lobby.store.read(
        "SELECT staff.id, staff.name, staff.roles, session.csrf, session.expires_at "
        "FROM session JOIN staff ON staff.id = session.staff WHERE session.token_hash = ?",
        (fingerprint(cookie),),
    )
    if not rows or from_ms(rows[0][4]) <= lobby.now:
        return None
    staff, name, roles, csrf, until = rows[0]
    return Member(staff, name, tuple(roles.split(",")), csrf, from_ms(until))


def add_device(lobby: LobbyService, kind: str, name: str, token: str = "") -> str:
    """Register a kiosk or display; gives its token, of which only the hash is kept."""
    token = token or secrets.token_urlsafe(24)
    device = str(lobby.ids.thing())
    with lobby.store.begin() as work:
        work.execute(
            "INSERT INTO device (id, kind, name, token_hash, locked, made_at) "
            "VALUES (?, ?, ?, ?, 0, ?)",
            (device, kind, name, fingerprint(token), to_ms(lobby.now)),
        )
    lobby.kiosk_names[device] = name
    lobby.tell(Committed(devices=True))
    return token


def device_of(lobby: LobbyService, token: str) -> Device | None:
    """The device a token belongs to."""
    rows = lobby.store.read(
        "SELECT id, kind, name, locked FROM device WHERE token_hash = ?", (fingerprint(token),)
    )
    return Device(rows[0][0], rows[0][1], rows[0][2], bool(rows[0][3])) if rows else None


def devices(lobby: LobbyService) -> tuple[Device, ...]:
    """All registered devices."""
    rows = lobby.store.read("SELECT id, kind, name, locked FROM device ORDER BY id")
    return tuple(Device(row[0], row[1], row[2], bool(row[3])) for row in rows)


def fingerprint(secret: str) -> str:
    """SHA-256 of a random secret: enough where the secret itself can't be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare secrets in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def _open_session(lobby: LobbyService, known: Credentials, hours: int) -> SignedIn:
    cookie, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(16)
    with lobby.store.begin() as work:
        work.execute(
            "UPDATE staff SET failures = 0, locked_until = NULL WHERE id = ?", (known.staff,)
        )
        work.execute("DELETE FROM session WHERE expires_at < ?", (to_ms(lobby.now),))
        work.execute(
            "INSERT INTO session (token_hash, staff, csrf, expires_at) VALUES (?, ?, ?, ?)",
            (fingerprint(cookie), known.staff, csrf, to_ms(lobby.now + timedelta(hours=hours))),
        )
    seat = lobby.counter_of(known.staff)
    session = Session(known.staff, known.name, known.roles, seat.id if seat else None, csrf)
    return SignedIn(session, cookie)


def _locked_until(lobby: LobbyService, staff: str) -> datetime | None:
    rows = lobby.store.read("SELECT locked_until FROM staff WHERE id = ?", (staff,))
    if not rows or rows[0][0] is None or from_ms(rows[0][0]) <= lobby.now:
        return None
    return from_ms(rows[0][0])


def _locked_out(lobby: LobbyService, until: datetime) -> Refused:
    seconds = math.ceil((until - lobby.now).total_seconds())
    return Refused("locked_out", "Too many tries. Wait, or ask your administrator.", 429, seconds)


def _count_failure(lobby: LobbyService, staff: str) -> None:
    locked = to_ms(lobby.now + LOCKED_FOR)
    with lobby.store.begin() as work:
        work.execute("UPDATE staff SET failures = failures + 1 WHERE id = ?", (staff,))
        work.execute(
            "UPDATE staff SET failures = 0, locked_until = ? WHERE id = ? AND failures >= ?",
            (locked, staff, FAILURES_ALLOWED),
        )


@cache
def _nobody() -> str:
    return hasher().hash(secrets.token_urlsafe(16))
