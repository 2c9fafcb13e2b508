"""A restored database is noticed at the start, and its numbers never repeat (§3.7)."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.queue.world import START, World
from vuoro.core.clock import SteppingClock
from vuoro.core.wire.sync import Enrolled, EpochGranted, Role
from vuoro.queue.service import days
from vuoro.queue.service.epochs import begin_epoch, restored
from vuoro.queue.service.identity import db_uuid, identity, keep_identity
from vuoro.queue.store import high_water

ENROLLED = Enrolled(
    server_epoch="backend-1", device="device-1", tenant="area", site=17, office="office",
    role=Role.LEADER, epoch=4, leader_epoch=2, series="", spare_series=("P", "Q"),
    root_public="AAAA", sync_public="BBBB",
)  # fmt: skip


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path / "lobby.db")
    yield world
    world.close()


def back_up(world: World) -> Path:
    assert world.path is not None
    copy = world.path.with_name("backup.db")
    copy.unlink(missing_ok=True)
    world.store.read("VACUUM INTO ?", (str(copy),))
    return copy


def restore(world: World, backup: Path) -> None:
    """The image of an earlier moment in place of the database; the file beside it stays."""
    assert world.path is not None
    world.store.close()
    for name in ("lobby.db", "lobby.db-wal", "lobby.db-shm"):
        world.path.with_name(name).unlink(missing_ok=True)
    shutil.copy(backup, world.path)
    world.store = type(world.store)(world.path, world.clock, world.ids)
    world.restart()


def test_a_restart_is_no_restore(world: World) -> None:
    world.number()
    days.tend(world.lobby)
    world.number()
    world.reopen()
    assert not restored(world.lobby)
    assert world.number().number == "A003"


def test_an_older_image_gets_a_new_series_and_asks_for_an_epoch(world: World) -> None:
    world.number()
    backup = back_up(world)
    on_paper = world.number().number
    days.tend(world.lobby)
    before = world.lobby.store.journal.series, db_uuid(world.lobby)

    restore(world, backup)

    assert restored(world.lobby)
    assert world.lobby.store.journal.series != before[0]
    assert db_uuid(world.lobby) == before[1]
    assert (on_paper, world.number().number) == ("A002", "AX001")
    world.reopen()
    assert restored(world.lobby), "until the backend has granted an epoch"
    begin_epoch(world.lobby, EpochGranted("e", 2, "X"))
    assert not restored(world.lobby)
    assert world.number().number == "AX002"


def test_the_same_image_again_gets_yet_another_series(world: World) -> None:
    backup = back_up(world)
    numbers = []
    for _ in range(5):
        numbers.append(world.number().number)
        days.tend(world.lobby)
        restore(world, backup)
    assert numbers == ["A001", "AX001", "AY001", "AZ001", "AXX001"]


def test_marks_come_from_the_lease_of_an_enrolled_device(world: World) -> None:
    keep_identity(world.lobby, ENROLLED)
    backup = back_up(world)
    world.number()
    days.tend(world.lobby)
    restore(world, backup)
    assert world.number().number == "AP001"


def test_on_another_day_no_number_can_be_on_paper(world: World) -> None:
    backup = back_up(world)
    world.number()
    days.tend(world.lobby)
    world.clock.advance(timedelta(days=1))
    restore(world, backup)
    assert restored(world.lobby)
    assert world.number().number == "A001"


def test_a_new_database_beside_an_old_note_does_not_repeat_the_numbers_of_the_day(
    world: World,
) -> None:
    world.number()
    days.tend(world.lobby)
    assert world.path is not None
    empty = World(world.path.with_name("empty.db"))
    backup = back_up(empty)
    empty.close()
    restore(world, backup)
    assert world.number().number == "AX001"


def test_a_note_that_cannot_be_read_or_written_stops_nothing(world: World) -> None:
    assert world.path is not None
    note = world.path.with_suffix(high_water.SUFFIX)
    world.number()
    note.write_bytes(b"\x00 garbage")
    world.reopen()
    assert not restored(world.lobby)
    note.unlink()
    note.mkdir()
    days.tend(world.lobby)
    assert world.number().number == "A002"


def test_the_note_is_never_ahead_of_the_database(world: World) -> None:
    assert world.path is not None
    for _ in range(3):
        world.number()
        days.tend(world.lobby)
        noted = high_water.read(world.path)
        assert noted is not None
        assert noted.next_n == world.store.journal.next_n


def test_an_enrolment_tells_what_was_before_it_from_the_start(world: World) -> None:
    world.number()
    keep_identity(world.lobby, ENROLLED)

    known = identity(world.lobby)
    assert known is not None
    assert (known.device, known.role, known.leader_epoch) == ("device-1", Role.LEADER, 2)
    assert world.store.journal.epoch == 4
    assert world.store.read("SELECT epoch, count(*) FROM outbox") == [(4, 2)]
    world.restart()
    assert identity(world.lobby) == known


def test_the_same_enrolment_again_changes_nothing(world: World) -> None:
    keep_identity(world.lobby, ENROLLED)
    begin_epoch(world.lobby, EpochGranted("backend-2", 5, "P"))
    keep_identity(world.lobby, ENROLLED)
    assert world.store.journal.epoch == 5


def test_a_second_kiosk_has_its_own_mark(world: World) -> None:
    keep_identity(world.lobby, replace(ENROLLED, series="H", role=Role.COMPANION))
    assert world.number().number == "AH001"


def test_a_lobby_in_memory_has_no_note(tmp_path: Path) -> None:
    world = World(clock=SteppingClock(START))
    days.tend(world.lobby)
    assert list(tmp_path.iterdir()) == []


def test_the_same_image_twice_gets_another_series_again(world: World) -> None:
    backup = back_up(world)
    world.number()
    days.tend(world.lobby)
    restore(world, backup)
    first = world.number().number
    restore(world, backup)
    second = world.number().number
    restore(world, backup)

    assert (first, second, world.number().number) == ("AX001", "AY001", "AZ001")
