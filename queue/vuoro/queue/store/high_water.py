"""How far a database had come, in a file beside it: what a restored image falls behind (§3.7)."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

SUFFIX = ".high-water"


@dataclass(frozen=True, slots=True)
class HighWater:
    """``next_n``: the position of the next event; ``marks``: every mark that numbers ever had."""

    db_uuid: str
    next_n: int
    day: str
    marks: tuple[str, ...]


def read(database: Path) -> HighWater | None:
    """What was noted beside a database; None where nothing was, or nothing that can be read."""
    try:
        return msgspec.json.decode(database.with_suffix(SUFFIX).read_bytes(), type=HighWater)
    except (OSError, msgspec.DecodeError):
        return None


def write(database: Path, mark: HighWater) -> None:
    """Note how far a database has come, whole or not at all. Never before it has committed it.

    What can't be written is left: the file only helps to notice.
    """
    file = database.with_suffix(SUFFIX)
    fresh = file.with_suffix(SUFFIX + ".new")
    with suppress(OSError):
        with fresh.open("wb") as new:
            new.write(msgspec.json.encode(mark))
            new.flush()
            os.fsync(new.fileno())
        fresh.replace(file)
