"""Disks as a pulled plug leaves them, taken many times of one run and looked into without a start.

A process that is stopped (SIGSTOP) has written to its disk what one that is killed has, neither
more nor less: a copy of the disk made then is that of a device whose plug was pulled then. The file
system is mended as at a start (e2fsck), SQLite mends its own when the database is opened.
"""

import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

from deploy.raspberrypi.emulator.faults.account import Books
from deploy.raspberrypi.emulator.faults.database import read_books
from deploy.raspberrypi.emulator.image import DATA_MB, ROOT_MB

_TABLE_MB = 1
"""Room for the partition table (``disk.write``)."""
_MENDED = (0, 1)
"""e2fsck(8): nothing was wrong, or all of it was put right."""
_DATABASE = ("lobby.db", "lobby.db-wal")
"""Without lobby.db-shm: it is memory, and means nothing after a power cut."""


class Unreadable(Exception):
    """What a frozen disk holds can't be read; carries a sentence."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is on a disk: the books, the paper ledger, and the numbers that visitors saw."""

    books: Books
    ledger: bytes
    seen: bytes


def evidence(disk: Path, work: Path, sizes: tuple[int, int] = (ROOT_MB, DATA_MB)) -> Evidence:
    """Of a frozen qcow2 disk; ``work`` is emptied for it. ``sizes``: of system and data, in MB.
    Raises Unreadable, sqlite3.Error.
    """
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    data = work / "data.raw"
    _extract(disk, data, sizes)
    mended = subprocess.run(["e2fsck", "-f", "-y", str(data)], capture_output=True, text=True)
    if mended.returncode not in _MENDED:
        raise Unreadable(f"the file system is damaged: {mended.stdout.strip()[-200:]}")
    for name in _DATABASE:
        _dump(data, f"/lib/lobby/{name}", work / name)
    for name in ("paper", "seen"):
        _dump(data, f"/test/{name}", work / name)
    if not (work / "lobby.db").exists():
        raise Unreadable("there is no database on the disk")
    data.unlink()
    return Evidence(
        rested(read_books(work / "lobby.db")), _bytes(work / "paper"), _bytes(work / "seen")
    )


def rested(books: Books) -> Books:
    """As the next start leaves them: of a slip that was under way nobody can know."""
    open_states = ("queued", "sending")
    jobs = (
        replace(job, state="unknown") if job.state in open_states else job for job in books.jobs
    )
    return replace(books, jobs=tuple(jobs))


def extracting(disk: Path, data: Path, sizes: tuple[int, int]) -> list[str]:
    """The command that copies the data partition out of a disk, as a sparse file of its own."""
    system, size = sizes
    place = f"driver=raw,offset={(_TABLE_MB + system) << 20},size={size << 20}"
    image = f"{place},file.driver=qcow2,file.file.driver=file,file.file.filename={disk}"
    return ["qemu-img", "convert", "--image-opts", "-O", "raw", image, str(data)]


def _extract(disk: Path, data: Path, sizes: tuple[int, int]) -> None:
    subprocess.run(extracting(disk, data, sizes), check=True, capture_output=True)


def _dump(data: Path, path: str, to: Path) -> None:
    """A file of the file system, if it is there (debugfs(8) says nothing by its status)."""
    subprocess.run(
        ["debugfs", "-R", f"dump {path} {to}", str(data)], check=True, capture_output=True
    )


def _bytes(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""
