"""Backups: whole copies of the lobby's database on the second medium, the newest few of them."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from vuoro.lobby.appliance.in_place import flush
from vuoro.lobby.opening import DATABASE
from vuoro.queue.store.copies import first_n, segments

FOLDER = "backups"
_SUFFIX, _UNFINISHED = ".db", ".part"
_BUSY_SECONDS = 30.0


class BackupFailed(Exception):
    """No backup was made; those that are there are untouched. The message says what to do."""


def back_up(data: Path, second: Path, now: datetime, keep: int) -> Path:
    """Copy the database as it is now, whoever writes to it (SQLite backup API, one step).

    The copy is checked, flushed, and only then gets its name. Then the oldest ones over ``keep``
    go, and copies of events that no backup needs any more. Raises BackupFailed.
    """
    source = data / DATABASE
    if not source.exists():
        raise BackupFailed(f"There is no {source} to back up.")
    try:
        with closing(_reading(source)) as live:
            name = _db_uuid(live)
            folder = second / FOLDER / name
            folder.mkdir(parents=True, exist_ok=True)
            done = folder / f"{now:%Y%m%dT%H%M%S}Z{_SUFFIX}"
            with _unfinished(folder, done) as part:
                _copy(live, part)
        _tidy(second, name, keep)
    except sqlite3.Error as error:
        raise BackupFailed(f"{source} can't be copied: {error}. Look at it: vuoro doctor") from None
    except OSError as error:
        raise BackupFailed(
            f"{second} can't be written to ({error.strerror}). Is the second medium there, and is "
            "there room on it?"
        ) from None
    return done


def backups_of(second: Path, db_uuid: str) -> list[Path]:
    """The backups of a database, newest first."""
    return sorted((second / FOLDER / db_uuid).glob(f"*{_SUFFIX}"), reverse=True)


def all_backups(second: Path) -> list[Path]:
    """Those of every database that was ever backed up there, newest first."""
    found = (second / FOLDER).glob(f"*/*{_SUFFIX}")
    return sorted(found, key=lambda backup: backup.name, reverse=True)


def made_at(backup: Path) -> datetime:
    """When a backup was made, UTC, as its name says."""
    return datetime.strptime(f"{backup.stem[:-1]}+0000", "%Y%m%dT%H%M%S%z")


def _reading(database: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _db_uuid(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT v FROM meta WHERE k = 'db_uuid'").fetchone()
    if row is None:
        raise BackupFailed("The lobby has not begun yet: there is nothing to back up.")
    return str(row[0])


def _copy(live: sqlite3.Connection, part: Path) -> None:
    with closing(sqlite3.connect(part)) as copy:
        live.backup(copy)
        # The copy lies in one file: where it is read nobody may write a log beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
        if copy.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
            raise BackupFailed("The database is damaged: restart the lobby, which salvages it.")


@contextmanager
def _unfinished(folder: Path, done: Path) -> Iterator[Path]:
    for left in folder.glob(f"*{_UNFINISHED}*"):
        left.unlink()
    part = done.with_suffix(_UNFINISHED)
    part.touch(mode=0o600)
    try:
        yield part
        flush(part)
        os.replace(part, done)
        flush(folder)
    finally:
        part.unlink(missing_ok=True)


def _tidy(second: Path, db_uuid: str, keep: int) -> None:
    every = backups_of(second, db_uuid)
    for backup in every[keep:]:
        backup.unlink()
    if len(every) < keep:
        return
    # Each backup that is kept can be brought up to date, so events since the oldest one stay.
    with closing(_reading(every[keep - 1])) as oldest:
        (last,) = oldest.execute("SELECT coalesce(max(n), 0) FROM event").fetchone()
    for segment, following in pairwise(segments(second, db_uuid)):
        if first_n(following) <= last + 1:
            segment.unlink()
