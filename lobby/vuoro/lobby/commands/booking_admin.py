"""The administration of `vuoro booking`: areas, accounts, keys, the database."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from vuoro.lobby.commands import area_authority, pass_keys
from vuoro.lobby.commands.booking_parts import area_argument, ask, group, part
from vuoro.lobby.commands.passwords import password_argument, password_of
from vuoro.lobby.complaint import Complaint

if TYPE_CHECKING:
    from vuoro.lobby.backend.orders import KeyRow, Overview

T = TypeVar("T")
ROLES = {
    "book": "see calendars, make and change bookings",
    "see_clients": "search for clients and see who they are",
    "manage": "working hours, absences, accounts",
    "devices": "lobbies and what they need a person for",
    "audit": "the log of who did what",
    "api": "keys and webhooks of other systems",
}
USUAL_ROLES = "book,see_clients"
SCOPES = {
    "times:read": "services, offices, specialists, free times",
    "bookings:read": "bookings and what happened to them, without who they are for",
    "bookings:write": "make and change bookings",
    "clients:read": "who the bookings are for",
    "clients:write": "add, change and erase clients",
    "arrivals:read": "who has come",
    "webhooks:manage": "be told of events",
}
LEAST_PASSWORD = 10
_RESTORED = """\
A new server epoch has begun: {epoch}.
Every lobby sees it at its next contact, takes a fresh copy of its bookings, and sends again the
arrivals that the backup lacks; those it has are recognised and not counted twice. Nothing is to be
done in the lobbies. Messages that went out after the backup was made may go out once more."""


def arguments(parts: Any) -> None:
    """Add the commands to those of `vuoro booking`."""
    area = part(parts, "area", bring_area, "bring in the description of an employment area")
    area.add_argument("file", type=Path, help="a TOML file; each time it brings what is new in it")
    _account(group(parts, "account", "accounts of the people who work with bookings"))
    _key(group(parts, "key", "keys by which municipal systems use the API"))
    pass_keys.arguments(parts)
    area_authority.arguments(parts)
    part(parts, "migrate", migrate, "bring the tables up to this version, and do nothing else")
    part(parts, "restored", restored, "tell every lobby that the database came from a backup")
    part(parts, "status", status, "the backend in a few lines")


def _account(parts: Any) -> None:
    roles = "roles: " + "; ".join(f"{role}: {what}" for role, what in ROLES.items())
    add = part(parts, "add", add_account, "make an account", roles)
    add.add_argument("username", help="2-80 of a-z, 0-9, dot, hyphen, underscore, plus, @")
    add.add_argument("--name", default="", help="name as colleagues see it (default: user name)")
    add.add_argument(
        "--roles", default=USUAL_ROLES, metavar="ROLE,…", help="what they may do (%(default)s)"
    )
    change = part(parts, "password", set_password, "give an account another password")
    change.add_argument("username")
    for each in (add, change):
        password_argument(each)
        area_argument(each)
    area_argument(part(parts, "list", list_accounts, "show all accounts"))


def _key(parts: Any) -> None:
    scopes = "scopes: " + "; ".join(f"{scope}: {what}" for scope, what in SCOPES.items())
    add = part(parts, "add", add_key, "make a key, and show it this once", scopes)
    add.add_argument("name", help="of the system that gets it")
    add.add_argument(
        "--scopes", required=True, metavar="SCOPE,…", help="what it may do; all for everything"
    )
    revoke = part(parts, "revoke", revoke_key, "let a key be of no use any more")
    revoke.add_argument("key", help="how it begins, as the list shows it")
    for each in (add, revoke, part(parts, "list", list_keys, "show all keys")):
        area_argument(each)


def bring_area(options: argparse.Namespace) -> int:
    """Bring in an area."""
    from vuoro.lobby.backend.orders import BringArea

    try:
        text = options.file.read_text(encoding="utf-8")
    except OSError as error:
        raise Complaint(f"{options.file}: can't be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise Complaint(f"{options.file}: is not UTF-8 text. Save it as UTF-8.") from None
    print(ask(options, BringArea(text), str))
    return 0


def add_account(options: argparse.Namespace) -> int:
    """Make an account."""
    from vuoro.lobby.backend.orders import AddAccount

    roles = _listed(options.roles)
    password = password_of(options.password_file, LEAST_PASSWORD)
    name = options.name or options.username
    ask(options, AddAccount(options.area, options.username, name, roles, password), str)
    print(f"{options.username} may sign in now, with the roles {', '.join(roles)}.")
    return 0


def set_password(options: argparse.Namespace) -> int:
    """Give an account another password."""
    from vuoro.lobby.backend.orders import SetPassword

    password = password_of(options.password_file, LEAST_PASSWORD)
    ask(options, SetPassword(options.area, options.username, password), str)
    print(f"{options.username} has another password; whoever was signed in with the old is out.")
    return 0


def list_accounts(options: argparse.Namespace) -> int:
    """All accounts as a table."""
    from vuoro.lobby.backend.orders import AccountRow, ListAccounts
    from vuoro.lobby.commands.table import table

    found = ask(options, ListAccounts(options.area), tuple[AccountRow, ...])
    if not found:
        print("There is no account yet. Make one: vuoro booking account add NAME")
        return 0
    rows = [
        (one.username, one.name, ", ".join(one.roles), "" if one.active else "closed")
        for one in found
    ]
    print(table(("User name", "Name", "Roles", ""), rows))
    return 0


def add_key(options: argparse.Namespace) -> int:
    """Make a key and show it."""
    from vuoro.lobby.backend.orders import AddKey, KeyRow

    scopes = tuple(SCOPES) if options.scopes == "all" else _listed(options.scopes)
    made = ask(options, AddKey(options.area, options.name, scopes), KeyRow)
    print(made.text)
    _aside(f'This is the key of "{made.name}". It is shown this once: keep it in a safe place.')
    return 0


def list_keys(options: argparse.Namespace) -> int:
    """All keys as a table."""
    from vuoro.lobby.backend.orders import KeyRow, ListKeys
    from vuoro.lobby.commands.table import table

    found = ask(options, ListKeys(options.area), tuple[KeyRow, ...])
    if not found:
        print("There is no key yet. Make one: vuoro booking key add NAME --scopes times:read")
        return 0
    print(table(("Begins", "Name", "Made", "Used", "Scopes"), [_key_cells(one) for one in found]))
    return 0


def revoke_key(options: argparse.Namespace) -> int:
    """Let a key be of no use."""
    from vuoro.lobby.backend.orders import KeyRow, RevokeKey

    gone = ask(options, RevokeKey(options.area, options.key), KeyRow)
    print(f'The key {gone.prefix}… of "{gone.name}" is of no use any more.')
    return 0


def migrate(options: argparse.Namespace) -> int:
    """Bring the tables up to date; opening the database does."""
    seen = _overview(options)
    print(f"The tables of the {seen.database} database are of revision {seen.revision}.")
    return 0


def restored(options: argparse.Namespace) -> int:
    """Begin a new server epoch."""
    from vuoro.lobby.backend.orders import Restored

    print(_RESTORED.format(epoch=ask(options, Restored(), str)))
    return 0


def status(options: argparse.Namespace) -> int:
    """The backend in a few lines."""
    from vuoro.lobby.settings_file import settings_of

    seen = _overview(options)
    print(f"Address    {settings_of(options).booking.public_url}")
    print(f"Database   {seen.database}, revision {seen.revision}, epoch {seen.server_epoch}")
    for area in seen.areas:
        print(f"{area.name} ({area.slug})")
        print(f"  {area.offices} offices, {area.services} services, {area.specialists} specialists")
        print(f"  {area.ahead} bookings to come")
        print(f"  {area.queued} messages waiting, {area.failed} that need a person")
        print(f"  {area.devices} devices, {area.attention} matters that need a person")
    if not seen.areas:
        print("There is no area yet. Bring one in: vuoro booking area FILE")
    return 0


def _overview(options: argparse.Namespace) -> "Overview":
    from vuoro.lobby.backend.orders import Look, Overview

    return ask(options, Look(), Overview)


def _aside(text: str) -> None:
    """Words beside the output, so that the output alone can go into a file."""
    import sys

    print(text, file=sys.stderr)


def _key_cells(key: "KeyRow") -> tuple[str, ...]:
    used = f"revoked {key.revoked}" if key.revoked else key.used or "never"
    return f"{key.prefix}…", key.name, key.made, used, ", ".join(key.scopes)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
