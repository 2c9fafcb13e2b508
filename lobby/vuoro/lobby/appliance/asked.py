"""What support asked for, on its way from the lobby service to root's helper: a file for each."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from vuoro.core.wire.sync import CommandKind

FOLDER = "asked"
VERBS = (CommandKind.DOCTOR, CommandKind.SCREENSHOT, CommandKind.SUPPORT)
_ID = re.compile(r"[0-9a-fA-F-]{1,64}")
_LONGEST = 4096


class Asked(msgspec.Struct, frozen=True):
    """A command of the backend, and one of the VERBS."""

    command: str
    verb: CommandKind


def ask(folder: Path, asked: Asked) -> None:
    """Leave it for the helper, which systemd starts when the file appears."""
    if not _ID.fullmatch(asked.command) or asked.verb not in VERBS:
        raise ValueError("no command of support")
    place = folder / FOLDER
    place.mkdir(exist_ok=True)
    part = place / f".{asked.command}"
    part.write_bytes(msgspec.json.encode(asked))
    part.replace(place / f"{asked.command}.json")


def take(folder: Path) -> Iterator[Asked]:
    """What was asked, each file gone before its deed begins: none can make the helper run again
    and again. What makes no sense is gone, too.
    """
    for file in sorted((folder / FOLDER).glob("*.json")):
        asked = _read(file)
        file.unlink(missing_ok=True)
        if asked is not None:
            yield asked


def _read(file: Path) -> Asked | None:
    if file.is_symlink() or not file.is_file() or file.stat().st_size > _LONGEST:
        return None
    try:
        asked = msgspec.json.decode(file.read_bytes(), type=Asked)
    except (OSError, msgspec.DecodeError):
        return None
    return asked if _ID.fullmatch(asked.command) and asked.verb in VERBS else None
