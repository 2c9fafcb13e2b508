"""Putting another database in place of the one that is there; a power cut at any point is survived.

The new one is made whole beside; the rename of its folder decides. What follows is done again after
a cut, before anybody opens the database. Above all the old write-ahead log must be gone before the
new file has the old one's name: SQLite would play it into the new one.
"""

import os
import shutil
from datetime import datetime
from pathlib import Path

from vuoro.lobby.opening import DATABASE
from vuoro.queue.store.high_water import SUFFIX

MAKING, READY = ".new-database", "new-database"
ASIDE = "aside"
_TAILS = ("", "-wal", "-shm")
_KEPT_ASIDE = 3


def fresh_folder(data: Path) -> Path:
    """Where to make the new database, under its usual name."""
    folder = data / MAKING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def put_in_place(data: Path, now: datetime) -> Path:
    """The database in the fresh folder, closed, takes the place of the one there is.

    Gives the folder in which the old one lies now. Nobody may have either open.
    """
    making = data / MAKING
    name = named(now)
    (making / ASIDE).write_text(name, encoding="ascii")
    for file in (*making.iterdir(), making):
        flush(file)
    os.rename(making, data / READY)
    flush(data)
    finish(data)
    tidy(data)
    return data / name


def named(now: datetime) -> str:
    """The folder for what is put aside at a moment, UTC."""
    return f"{ASIDE}-{now:%Y%m%dT%H%M%S}Z"


def finish(data: Path) -> None:
    """Go on where a power cut came between; nothing where none did."""
    ready = data / READY
    if not (ready / ASIDE).exists():
        shutil.rmtree(ready, ignore_errors=True)
        return
    aside = data / (ready / ASIDE).read_text(encoding="ascii")
    aside.mkdir(mode=0o700, exist_ok=True)
    old = [data / (DATABASE + tail) for tail in _TAILS]
    for file in old:
        if file.exists() and not (aside / file.name).exists():
            os.link(file, aside / file.name)
    flush(aside)
    for file in old[1:]:
        file.unlink(missing_ok=True)
    flush(data)
    for name in (Path(DATABASE).with_suffix(SUFFIX).name, DATABASE):
        if (ready / name).exists():
            os.replace(ready / name, data / name)
    flush(data)
    (ready / ASIDE).unlink()
    shutil.rmtree(ready)


def put_aside(data: Path) -> list[Path]:
    """The folders of databases that were replaced, oldest first. They hold personal data."""
    return sorted(each for each in data.glob(f"{ASIDE}-*") if each.is_dir())


def tidy(data: Path) -> None:
    """Drop all but the newest few of them."""
    for folder in put_aside(data)[:-_KEPT_ASIDE]:
        shutil.rmtree(folder, ignore_errors=True)


def flush(path: Path) -> None:
    """A file's content, or a folder's names, onto the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
