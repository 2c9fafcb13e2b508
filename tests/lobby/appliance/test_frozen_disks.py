"""A disk as a pulled plug leaves it: its evidence is read, and its journals count."""

import shutil
import sqlite3
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.raspberrypi.emulator.disk import Partition, write
from deploy.raspberrypi.emulator.faults.account import Books, Job, Slip, Ticket
from deploy.raspberrypi.emulator.faults.frozen import Evidence, Unreadable, evidence, rested
from deploy.raspberrypi.emulator.faults.living import Living
from deploy.raspberrypi.emulator.faults.reading import Reader
from deploy.raspberrypi.emulator.faults.table import Row
from deploy.raspberrypi.emulator.guest.ledger import packed

SIZES = (8, 64)
"""Megabytes of system and data: smaller than the image's, to be quick."""
DISKS = pytest.mark.skipif(
    not all(map(shutil.which, ("qemu-img", "mke2fs", "sfdisk", "debugfs"))),
    reason="apt install qemu-utils e2fsprogs fdisk: only `make appliance-test` needs them",
)
TICKET = Ticket("id-1", "2026-11-23", "A001", "token-1")


def database(folder: Path) -> None:
    """A lobby.db of which the last is in its journal only, as after a power cut."""
    made = folder.parent / "made.db"
    lobby = sqlite3.connect(made)
    lobby.execute("PRAGMA journal_mode = WAL")
    lobby.execute("CREATE TABLE ticket (id TEXT, day TEXT, number TEXT, token TEXT)")
    lobby.execute("CREATE TABLE print_job (job_id TEXT, ticket TEXT, state TEXT)")
    lobby.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    lobby.execute("INSERT INTO ticket VALUES ('id-1', '2026-11-23', 'A001', 'token-1')")
    lobby.execute("INSERT INTO print_job VALUES ('job', 'id-1', 'sending')")
    lobby.commit()
    for tail in ("", "-wal"):
        shutil.copyfile(f"{made}{tail}", folder / f"lobby.db{tail}")
    lobby.close()


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """A disk of the test image's layout, with a database, a ledger and a number that was seen."""
    root, data = tmp_path / "root", tmp_path / "data"
    for folder in (root, data / "lib/lobby", data / "test"):
        folder.mkdir(parents=True)
    database(data / "lib/lobby")
    (data / "test/paper").write_bytes(packed(b"a slip"))
    (data / "test/seen").write_bytes(b"A001\n")
    raw, qcow = tmp_path / "disk.raw", tmp_path / "disk.qcow2"
    parts = (Partition("vuoro-root", root, SIZES[0]), Partition("vuoro-data", data, SIZES[1]))
    write(raw, parts)
    words = ["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", str(raw), str(qcow)]
    subprocess.run(words, check=True)
    return qcow


@DISKS
def test_what_was_only_in_the_journal_is_in_the_books(disk: Path, tmp_path: Path) -> None:
    found = evidence(disk, tmp_path / "work", SIZES)
    assert found.books == Books((TICKET,), (Job("id-1", "unknown"),))
    assert found.ledger == packed(b"a slip")
    assert found.seen == b"A001\n"


@DISKS
def test_a_disk_without_a_database_says_so(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    raw, qcow = tmp_path / "disk.raw", tmp_path / "disk.qcow2"
    write(raw, tuple(Partition(name, empty, mb) for name, mb in (("a", SIZES[0]), ("b", SIZES[1]))))
    words = ["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", str(raw), str(qcow)]
    subprocess.run(words, check=True)
    with pytest.raises(Unreadable, match="no database"):
        evidence(qcow, tmp_path / "work", SIZES)


@pytest.mark.parametrize(
    ("state", "after"),
    [("queued", "unknown"), ("sending", "unknown"), ("done", "done"), ("failed", "failed")],
)
def test_nobody_can_know_of_a_slip_that_was_under_way(state: str, after: str) -> None:
    books = Books((TICKET,), (Job("id-1", state),))
    assert rested(books) == Books((TICKET,), (Job("id-1", after),))


class Paper(Reader):
    """Paper that was read before."""

    def __init__(self, *slips: Slip) -> None:
        self._slips = slips

    def read(self, ledger: bytes) -> tuple[Slip, ...]:
        return self._slips


def test_a_ticket_missing_on_a_later_disk_is_lost() -> None:
    life = Living(Paper(Slip("A001", "token-1")))
    both = Books((TICKET, replace(TICKET, id="id-2", number="A002", token="token-2")), ())
    first = Evidence(replace(both, jobs=(Job("id-1", "done"),)), b"", b"A001\n")
    row = Row("plug pulled during tickets, disk 1", disk_only=True)
    assert life.found(row, first).good
    later = replace(first, books=replace(first.books, tickets=(TICKET,)))
    assert life.found(row, later).wrong == ("the ticket A002 is gone",)
