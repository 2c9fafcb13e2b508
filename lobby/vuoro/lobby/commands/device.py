"""`vuoro device`: kiosks, displays, counter boxes. Works while the lobby service runs."""

import argparse
import os
import sys
from pathlib import Path

from vuoro.lobby.command import settings_argument
from vuoro.lobby.complaint import FAILED, Complaint

GIVEN = Path("-")
LEAST = 32
"""Characters of a token: as many as one that we make."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """``add`` and ``list``."""
    parts = parser.add_subparsers(metavar="WHAT", required=True)
    add_ = parts.add_parser(
        "add",
        help="register a device, and write its token to a file",
        description="Register a kiosk, a display, the box at a counter, or the lobby service of a "
        "second kiosk (companion). Only the owner can read its token file.",
    )
    add_.add_argument("kind", choices=("kiosk", "display", "counter", "companion"))
    add_.add_argument("name", nargs="?", help="what staff call it (default: from the settings)")
    add_.add_argument(
        "--token-file", type=Path, metavar="FILE", help="where the token goes (from the settings); "
        "-: the device has one already, which is read from standard input",
    )  # fmt: skip
    add_.set_defaults(run=add)
    list_ = parts.add_parser("list", help="show all devices", description="Show all devices.")
    list_.set_defaults(run=show)
    settings_argument(add_)
    settings_argument(list_)


def add(options: argparse.Namespace) -> int:
    """Register a device and write its token."""
    from vuoro.lobby.admin.asking import ask
    from vuoro.lobby.admin.orders import AddDevice, Token
    from vuoro.lobby.settings_file import settings_of

    settings = settings_of(options)
    usual = {
        "kiosk": (settings.kiosk.name, settings.kiosk.token_file),
        "display": (settings.display.name, settings.display.token_file),
        "counter": (settings.counter.name, settings.counter.token_file),
        "companion": ("Companion", settings.sync.leader_token_file),
    }
    usual_name, usual_file = usual[options.kind]
    name, file = options.name or usual_name, options.token_file or usual_file
    if file == GIVEN:
        ask(settings.lobby, AddDevice(options.kind, name, _given()), Token)
        print(f'The {options.kind} "{name}" is registered with the token it has.')
        return 0
    if file.exists():
        raise Complaint(
            f"{file} is there already, with the token of another device perhaps. "
            "Move it away, or name another file with --token-file."
        )
    token = ask(settings.lobby, AddDevice(options.kind, name), Token)
    write_secret(file, token.token)
    print(f'The {options.kind} "{name}" is registered. Its token is in {file}.')
    return 0


def _given() -> str:
    token = sys.stdin.readline().strip()
    if len(token) < LEAST:
        raise Complaint(f"A token has {LEAST} characters or more; standard input has none.")
    return token


def write_secret(file: Path, secret: str) -> None:
    """Write a secret to a new file that only its owner can read. Raises Complaint."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Complaint(f"{file} can't be written ({error.strerror}).", status=FAILED) from None
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(f"{secret}\n")


def show(options: argparse.Namespace) -> int:
    """All devices as a table."""
    from vuoro.lobby.admin.asking import ask
    from vuoro.lobby.admin.orders import ListDevices, Registered
    from vuoro.lobby.commands.table import table
    from vuoro.lobby.settings_file import settings_of

    devices = ask(settings_of(options).lobby, ListDevices(), tuple[Registered, ...])
    if not devices:
        print("There is no device yet. Register one: vuoro device add kiosk")
        return 0
    rows = [(one.name, one.kind, "locked" if one.locked else "open") for one in devices]
    print(table(("Name", "Kind", "State"), rows))
    return 0
