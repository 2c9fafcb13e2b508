"""Who owns a database: one process, kept by a lock on a file beside it."""

import fcntl
import os
from pathlib import Path

from vuoro.queue.store.errors import DatabaseBusy


class Ownership:
    """An exclusive lock that the kernel lets go when the process ends, however it ends."""

    def __init__(self, database: Path) -> None:
        """Take the lock. Raises DatabaseBusy when another process holds it."""
        self._file = os.open(
            database.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
        )
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(self._file, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(self._file)
            raise DatabaseBusy(
                f"{database} is in use by another lobby service (process {owner}). "
                "Stop that one first, or give this one a data folder of its own ([lobby] data)."
            ) from None
        os.ftruncate(self._file, 0)
        os.write(self._file, str(os.getpid()).encode())

    def release(self) -> None:
        os.close(self._file)
