"""Destroying what a device holds, once the backend has told it to go (offline_sync §3.17)."""

import os
from pathlib import Path

from vuoro.lobby.opening import DATABASE
from vuoro.sync.device_key import destroy_keys

_BLOCK = 1 << 20


def wipe(data: Path) -> None:
    """Destroy the device's keys and everything of its database. The database must be closed.

    Contents are overwritten before their names go; on flash old blocks may stay all the same, so
    the folder of a real device is on an encrypted disk.
    """
    destroy_keys(data)
    stem = Path(DATABASE).stem
    for file in sorted(data.glob(f"{stem}.*")):
        if file.suffix != ".lock":
            _overwrite(file)
            file.unlink()


def _overwrite(file: Path) -> None:
    with file.open("r+b") as opened:
        left = os.fstat(opened.fileno()).st_size
        while left > 0:
            left -= opened.write(bytes(min(left, _BLOCK)))
        opened.flush()
        os.fsync(opened.fileno())
