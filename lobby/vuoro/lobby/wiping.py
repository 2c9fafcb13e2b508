"""Destroying what a device holds, once the backend has told it to go (offline_sync §3.17)."""

import os
import shutil
from pathlib import Path

from vuoro.lobby.appliance.backups import FOLDER as BACKUPS
from vuoro.lobby.appliance.in_place import MAKING, READY, put_aside
from vuoro.lobby.opening import DATABASE
from vuoro.lobby.tls.keeping import FOLDER as TLS
from vuoro.queue.store.copies import FOLDER as COPIES
from vuoro.sync.device_key import destroy_keys

_BLOCK = 1 << 20


def wipe(data: Path, second: Path | None = None) -> None:
    """Destroy the device's keys and everything of its database, and what a second medium has of it.

    The database must be closed. Contents are overwritten before their names go; on flash old blocks
    may stay all the same, so the folder of a real device is on an encrypted disk.
    """
    destroy_keys(data)
    stem = Path(DATABASE).stem
    for file in sorted(data.glob(f"{stem}.*")):
        if file.suffix != ".lock":
            _destroy(file)
    for folder in (*put_aside(data), data / MAKING, data / READY, data / TLS):
        _destroy_all(folder)
    if second is not None:
        for name in (COPIES, BACKUPS):
            _destroy_all(second / name)


def _destroy_all(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            _destroy(file)
    shutil.rmtree(folder, ignore_errors=True)


def _destroy(file: Path) -> None:
    _overwrite(file)
    file.unlink()


def _overwrite(file: Path) -> None:
    with file.open("r+b") as opened:
        left = os.fstat(opened.fileno()).st_size
        while left > 0:
            left -= opened.write(bytes(min(left, _BLOCK)))
        opened.flush()
        os.fsync(opened.fileno())
