"""How far a database had come, in a file beside it: what a restored image falls behind (§3.7).

It is written after every press. So it stays where it is on the disk, in two blocks that take turns:
a torn one leaves the other, and the file system has nothing to keep a journal of.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

SUFFIX = ".high-water"
BLOCK = 4096
"""Bytes; of most file systems and memory cards."""


@dataclass(frozen=True, slots=True)
class HighWater:
    """``next_n``: the position of the next event; ``marks``: every mark that numbers ever had."""

    db_uuid: str
    next_n: int
    day: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Noted(HighWater):
    turn: int = 0
    """How many were noted before it."""


def read(database: Path) -> HighWater | None:
    """What was noted beside a database; None where nothing was, or nothing that can be read."""
    noted = _newest(database.with_suffix(SUFFIX))
    return noted and HighWater(noted.db_uuid, noted.next_n, noted.day, noted.marks)


def write(database: Path, mark: HighWater) -> None:
    """Note how far a database has come, whole or not at all. Never before it has committed it.

    What can't be written is left: the file only helps to notice.
    """
    file = database.with_suffix(SUFFIX)
    with suppress(OSError):
        before = _newest(file)
        turn = 0 if before is None else before.turn + 1
        noted = _Noted(mark.db_uuid, mark.next_n, mark.day, mark.marks, turn)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.pwrite(handle, msgspec.json.encode(noted).ljust(BLOCK), turn % 2 * BLOCK)
            os.fdatasync(handle)
        finally:
            os.close(handle)


def _newest(file: Path) -> _Noted | None:
    found = [noted for noted in map(_noted, _blocks(file)) if noted is not None]
    return max(found, key=lambda noted: noted.turn, default=None)


def _blocks(file: Path) -> list[bytes]:
    try:
        data = file.read_bytes()
    except OSError:
        return []
    return [data[at : at + BLOCK].strip(b" \0") for at in range(0, len(data), BLOCK)]


def _noted(block: bytes) -> _Noted | None:
    try:
        return msgspec.json.decode(block, type=_Noted)
    except msgspec.DecodeError:
        return None
