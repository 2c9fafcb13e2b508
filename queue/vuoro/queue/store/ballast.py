"""Ballast: a file that keeps room in reserve for when the disk is full (offline_sync §3.13, 8).

It is given up at the first write that finds no room, so that the next ones find some: visitors get
their numbers and are called, and the day's events reach the backend. It is laid again once there is
plenty of room without it.
"""

import logging
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

log = logging.getLogger(__name__)

SIZE = 32 << 20
"""Days of commits: the write-ahead log is used again and again, so only rows that are new count."""
PLENTY = 4 * SIZE
SUFFIX = ".ballast"


class Ballast:
    """The reserve beside a database."""

    def __init__(
        self,
        database: Path,
        size: int = SIZE,
        free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        self._file, self._size, self._free = database.with_suffix(SUFFIX), size, free

    @property
    def is_laid(self) -> bool:
        """Whether the room is still in reserve."""
        return self._file.exists()

    def give_up(self) -> bool:
        """Make room. Whether there was any to make."""
        try:
            self._file.unlink()
        except OSError:
            return False
        log.error("the disk is full: the reserve was given up", extra={"bytes": self._size})
        return True

    def lay(self) -> None:
        """Take the room, where that leaves plenty; cheap when it is taken already."""
        if self.is_laid:
            return
        with suppress(OSError):
            if self._free(self._file.parent) < self._size + PLENTY:
                return
            self._lay()

    def _lay(self) -> None:
        handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            # Blocks that are really there, unlike a hole (posix_fallocate(3)), and never written.
            os.posix_fallocate(handle, 0, self._size)
        except OSError:
            self._file.unlink(missing_ok=True)
            raise
        finally:
            os.close(handle)
