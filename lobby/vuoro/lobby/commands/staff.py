"""`vuoro staff`: accounts of the people at the desk. Works while the lobby service runs."""

import argparse

from vuoro.lobby.command import settings_argument
from vuoro.lobby.commands.passwords import password_argument, password_of
from vuoro.lobby.complaint import Complaint

ROLES = {
    "call": "call clients to a counter; everyone at a desk needs it",
    "call_out_of_order": "call somebody who isn't next",
    "manage": "open and lock the lobby, see the log of who did what",
    "figures": "see figures",
    "devices": "look after kiosks and displays",
}
USUAL_ROLES = "call,call_out_of_order"


def arguments(parser: argparse.ArgumentParser) -> None:
    """``add`` and ``list``."""
    parts = parser.add_subparsers(metavar="WHAT", required=True)
    add_ = parts.add_parser(
        "add",
        help="make an account, or give an existing one a new password and new roles",
        description="Make an account, or give an existing one a new name, password and roles.",
        epilog="roles: " + "; ".join(f"{role}: {what}" for role, what in ROLES.items()),
    )
    add_.add_argument("username", help="2-40 of a-z, 0-9, dot, hyphen, underscore")
    add_.add_argument("--name", default="", help="name as colleagues see it (default: user name)")
    add_.add_argument(
        "--roles", default=USUAL_ROLES, metavar="ROLE,…", help="what they may do (%(default)s)"
    )
    password_argument(add_)
    add_.set_defaults(run=add)
    list_ = parts.add_parser("list", help="show all accounts", description="Show all accounts.")
    list_.set_defaults(run=show)
    settings_argument(add_)
    settings_argument(list_)


def add(options: argparse.Namespace) -> int:
    """Make an account."""
    from vuoro.lobby.admin.asking import ask
    from vuoro.lobby.admin.orders import AddStaff
    from vuoro.lobby.settings_file import settings_of

    settings = settings_of(options).lobby
    roles = tuple(role.strip() for role in options.roles.split(",") if role.strip())
    if unknown := [role for role in roles if role not in ROLES]:
        raise Complaint(f"There is no role {', '.join(unknown)}. Roles: {', '.join(ROLES)}.")
    password = password_of(options.password_file, least=10)
    ask(settings, AddStaff(options.username, options.name, roles, password), str)
    print(f"{options.username} may sign in now, with the roles {', '.join(roles)}.")
    return 0


def show(options: argparse.Namespace) -> int:
    """All accounts as a table."""
    from vuoro.lobby.admin.asking import ask
    from vuoro.lobby.admin.orders import ListStaff
    from vuoro.lobby.commands.table import table
    from vuoro.lobby.settings_file import settings_of
    from vuoro.queue.service.people import Account

    accounts = ask(settings_of(options).lobby, ListStaff(), tuple[Account, ...])
    if not accounts:
        print("There is no account yet. Make one: vuoro staff add NAME")
        return 0
    rows = [(one.username, one.name, ", ".join(one.roles)) for one in accounts]
    print(table(("User name", "Name", "Roles"), rows))
    return 0
