"""The paper count on disk: one number, changed by whoever holds the folder's lock."""

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

NAME = "paper-fed-mm"


def read(folder: Path) -> int:
    """Millimetres fed since the last new roll; 0 where nothing was counted. Raises OSError."""
    try:
        text = (folder / NAME).read_bytes()
    except FileNotFoundError:
        return 0
    return int(text) if text.strip().isdigit() else 0


def change(folder: Path, step: Callable[[int], int]) -> int:
    """Put a new number in the place of the old, whole or not at all. Raises OSError.

    The lock keeps a kiosk that prints from undoing a new roll that a command begins meanwhile.
    """
    with _locked(folder):
        number = step(read(folder))
        unfinished = folder / f"{NAME}.part"
        with unfinished.open("wb") as file:
            file.write(b"%d\n" % number)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(folder / NAME)
    return number


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
