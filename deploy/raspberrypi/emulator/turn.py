"""One emulator at a time on this computer: an emulated processor takes all of the real one."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = Path("/tmp/emulator.lock")


@contextmanager
def one_emulator(lock: Path = LOCK) -> Iterator[None]:
    """Hold the turn; waits, and says so, while another emulator runs here."""
    with open(lock, "ab") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another emulator runs on this computer; waiting for it to end.", flush=True)
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
