"""Passwords given to a command: typed twice at a terminal, or from a file."""

import argparse
import sys
from pathlib import Path

from vuoro.lobby.complaint import Complaint


def password_argument(parser: argparse.ArgumentParser) -> None:
    """The option that says where it comes from, if not from the terminal."""
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help="the password is the first line of this file, - for standard input",
    )


def password_of(file: Path | None, least: int) -> str:
    """The password: of the file, else typed; ``least`` says how long. Raises Complaint."""
    if file is not None:
        return _first_line(file)
    if not sys.stdin.isatty():
        raise Complaint(
            "There is no terminal to ask for the password. "
            "Give it with --password-file FILE, or --password-file - for standard input."
        )
    from getpass import getpass

    password = getpass(f"Password (at least {least} characters): ")
    if getpass("The same again: ") != password:
        raise Complaint("The two passwords differ; nothing was changed. Try again.")
    return password


def _first_line(file: Path) -> str:
    try:
        text = sys.stdin.readline() if str(file) == "-" else file.read_text(encoding="utf-8")
    except OSError as error:
        raise Complaint(f"{file} can't be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise Complaint(f"{file} is not UTF-8 text.") from None
    return text.partition("\n")[0].rstrip("\r")
