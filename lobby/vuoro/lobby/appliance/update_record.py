"""How far an update has come, kept so that a power cut at any moment is survived."""

import enum
import os
from pathlib import Path

import msgspec


class Phase(enum.StrEnum):
    """What is certain about an update."""

    UNPACKED = "unpacked"
    """Its release lies beside the one in use and was tried on a copy of the data."""
    SWITCHED = "switched"
    """Its release is to be in use, and nobody knows yet whether it works."""
    GOOD = "good"
    ROLLED_BACK = "rolled_back"
    """The release before is in use again; ``why`` says why."""


class Update(msgspec.Struct, frozen=True):
    """An update from one version to another. ``starts``: how often the device began with it."""

    version: str
    before: str
    phase: Phase
    starts: int = 0
    why: str = ""


def read(file: Path) -> Update | None:
    """The last update; None where there was none. An unreadable file is none."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Update)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def write(file: Path, update: Update) -> None:
    """Keep it; when this returns a power cut does not undo it."""
    part = file.with_name(file.name + ".part")
    with part.open("wb") as out:
        out.write(msgspec.json.encode(update))
        out.flush()
        os.fsync(out.fileno())
    os.replace(part, file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
