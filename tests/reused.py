"""Databases whose files change from test to test while the engine stays: each statement is compiled
once a process, which is a tenth of the time of a story and a third of a small test's."""

from functools import cache
from pathlib import Path

from vuoro.booking.store import Database


@cache
def _kept(url: str) -> Database:
    return Database(url)


def database(url: str) -> Database:
    """A database at this address, with no connection open. Whoever used it before has closed it."""
    kept = _kept(url)
    kept.close()
    return kept


def emptied(file: Path) -> Path:
    """The same path with nothing there: no database, no log beside it."""
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    return file
