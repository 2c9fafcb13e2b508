"""How far an update has come, kept so that a power cut at any moment is survived."""

import enum
from pathlib import Path

import msgspec

from vuoro.core.wire.upkeep import Why
from vuoro.lobby.appliance.keeping import keep


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
    """An update from one version to another. ``starts``: how often the device began with it.

    ``why`` is for whoever stands at the device, ``code`` for everybody else.
    """

    version: str
    before: str
    phase: Phase
    starts: int = 0
    why: str = ""
    attempt: int = 0
    code: Why | None = None


def read(file: Path) -> Update | None:
    """The last update; None where there was none. An unreadable file is none."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Update)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def write(file: Path, update: Update) -> None:
    """Keep it; when this returns a power cut does not undo it."""
    keep(file, msgspec.json.encode(update))
