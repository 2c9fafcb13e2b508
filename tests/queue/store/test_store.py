"""The database: what is not ours, full and failing disks, crashes, the chain of events."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.queue.world import KIOSK, ONE, START, World
from vuoro.core.clock import SteppingClock
from vuoro.core.ids import seeded_ids
from vuoro.core.wire.kiosk import Outcome
from vuoro.queue.domain.moves import Move
from vuoro.queue.store import (
    DatabaseBroken,
    DatabaseBusy,
    DatabaseFull,
    DatabaseUnusable,
    Store,
    StoreError,
)
from vuoro.queue.store.migrations import APPLICATION_ID, STEPS
from vuoro.queue.store.rebuild import rebuild, tables
from vuoro.queue.store.stream import first_break


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lobby.db"


@pytest.fixture
def world(file: Path) -> Iterator[World]:
    world = World(file)
    yield world
    world.close()


def opened(file: Path) -> Store:
    clock = SteppingClock(START)
    return Store(file, clock, seeded_ids(clock, 1))


def take_many(world: World) -> None:
    for _ in range(500):
        world.take()


def delete_and_fail(store: Store) -> None:
    with store.begin() as work:
        work.execute("DELETE FROM ticket")
        raise LookupError("a bug")


def arrive_twice(store: Store) -> None:
    with store.begin() as work:
        for key in ("one", "two"):
            work.execute(
                "INSERT INTO arrival VALUES (?, 'd', 'pass', 0, 'r', 'k', 's', 'b1', NULL, 0, 1)",
                (key,),
            )


def pragma(store: Store, name: str) -> object:
    return store.read(f"PRAGMA {name}")[0][0]


def test_the_pragmas_are_really_set(world: World) -> None:
    wanted = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000,
        "mmap_size": 0, "secure_delete": 1, "cell_size_check": 1, "trusted_schema": 0,
        "temp_store": 2, "journal_size_limit": 8388608, "wal_autocheckpoint": 0,
        "user_version": len(STEPS), "application_id": APPLICATION_ID,
    }  # fmt: skip
    assert {name: pragma(world.store, name) for name in wanted} == wanted


def test_everything_is_there_after_a_restart(world: World) -> None:
    slip = world.number()
    world.sit("staff1", ONE)
    world.called("staff1", ONE)
    before, series = tables(world.store), world.store.journal.series
    world.reopen()
    assert tables(world.store) == before
    assert world.store.journal.series == series
    assert world.lobby.line.held == {ONE: slip.ticket}


def test_a_second_process_is_told_who_owns_the_database(world: World, file: Path) -> None:
    with pytest.raises(DatabaseBusy, match=r"in use by another lobby service \(process \d+\)"):
        opened(file)
    world.number()


def test_a_database_of_another_program_is_left_as_it_is(file: Path) -> None:
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.commit()
    other.close()
    before = file.read_bytes()
    with pytest.raises(DatabaseUnusable, match="of another program"):
        opened(file)
    assert file.read_bytes() == before


def test_a_database_of_a_newer_program_is_left_as_it_is(file: Path) -> None:
    opened(file).close()
    newer = sqlite3.connect(file)
    newer.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    newer.close()
    with pytest.raises(DatabaseUnusable, match="newer Vuoro"):
        opened(file)


def test_garbage_is_no_database(file: Path) -> None:
    file.write_bytes(b"This is a shopping list. " * 1000)
    with pytest.raises(DatabaseUnusable, match="not a database"):
        opened(file)
    assert file.read_bytes().startswith(b"This is")


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(DatabaseUnusable, match="can't be written to"):
        opened(tmp_path / "file" / "lobby.db")


def test_a_name_that_is_a_folder_is_no_database(file: Path) -> None:
    file.mkdir()
    with pytest.raises(StoreError):
        opened(file)


def test_after_a_refusal_the_file_can_be_opened_again(file: Path) -> None:
    file.write_bytes(b"garbage" * 1000)
    with pytest.raises(DatabaseUnusable):
        opened(file)
    file.unlink()
    opened(file).close()


def test_a_damaged_file_is_noticed_after_an_unclean_end(file: Path) -> None:
    world = World(file)
    for _ in range(200):
        world.number()
    world.store.checkpoint(truncate=True)
    world.store._let_go()
    whole = bytearray(file.read_bytes())
    whole[20_000:60_000] = bytes(40_000)
    file.write_bytes(bytes(whole))
    with pytest.raises(StoreError, match=r"damaged|trusted"):
        opened(file)


def test_a_full_disk_refuses_clearly_loses_nothing_and_goes_on_when_there_is_room(
    world: World,
) -> None:
    first = world.number()
    pages = pragma(world.store, "page_count")
    world.store.read(f"PRAGMA max_page_count = {pages}")
    press = world.press()
    with pytest.raises(DatabaseFull, match="full: nothing was recorded"):
        take_many(world)
    press = world.press(key=f"press-{world.presses:06d}")
    given = world.store.read("SELECT max(n), count(*) FROM ticket")[0]
    assert given[0] == given[1] == world.lobby.line.given["A"]
    with pytest.raises(DatabaseFull):
        world.take(press=press)
    assert world.ticket(first.ticket)["state"] == "waiting"
    world.store.read("PRAGMA max_page_count = 1000000")
    again = world.take(press=press)
    assert again.slip is not None
    assert again.slip.number == f"A{given[0] + 1:03d}"
    assert world.take(press=press) == again
    assert first_break(world.store) is None


def test_a_failing_disk_ends_all_work_on_it(world: World) -> None:
    failing = sqlite3.OperationalError("disk I/O error")
    failing.sqlite_errorname = "SQLITE_IOERR_FSYNC"
    with pytest.raises(DatabaseBroken), world.store.begin():
        raise failing
    with pytest.raises(DatabaseBroken):
        world.take()
    with pytest.raises(DatabaseBroken):
        world.store.read("SELECT 1")


def test_a_transaction_that_fails_leaves_no_trace(world: World) -> None:
    world.number()
    before = (tables(world.store), world.store.journal.mark())
    with pytest.raises(LookupError):
        delete_and_fail(world.store)
    assert (tables(world.store), world.store.journal.mark()) == before
    assert world.number().number == "A002"


def test_no_booking_arrives_twice_on_a_day_whatever_the_program_thinks(world: World) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        arrive_twice(world.store)
    assert world.store.read("SELECT count(*) FROM arrival") == [(0,)]


def test_the_projections_come_out_of_the_events(world: World) -> None:
    world.sit("staff1", ONE)
    for _ in range(5):
        world.number()
    ticket = world.called("staff1", ONE)
    world.moved(Move.PARK, ticket.id, "staff1")
    world.booking("b1", START)
    world.wait(25)
    before = tables(world.store)
    with world.store.begin() as work:
        work.execute("UPDATE ticket SET number = 'X999'")
        work.execute("DELETE FROM arrival")
    assert tables(world.store) != before
    rebuild(world.store)
    assert tables(world.store) == before


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE event SET payload = replace(CAST(payload AS TEXT), 'A001', 'A009') WHERE n = 2",
        "UPDATE event SET wall_ms = wall_ms - 600000 WHERE n = 2",
        "UPDATE outbox SET hash = zeroblob(16) WHERE seq = 2",
    ],
)
def test_a_changed_event_breaks_the_chain(world: World, forgery: str) -> None:
    world.number()
    world.number()
    assert first_break(world.store) is None
    world.store.read(forgery)
    assert first_break(world.store) == 2


def test_the_chain_goes_on_after_a_restart(world: World) -> None:
    world.number()
    world.reopen()
    world.number()
    assert first_break(world.store) is None
    assert world.store.read("SELECT count(*), max(seq) FROM outbox") == [(3, 3)]


def test_a_checkpoint_empties_the_log_and_a_clean_end_says_so(world: World, file: Path) -> None:
    wal = file.with_name("lobby.db-wal")
    world.number()
    assert wal.stat().st_size > 0
    world.store.checkpoint(truncate=True)
    assert wal.stat().st_size == 0
    assert world.store.read("SELECT v FROM meta WHERE k = 'clean'") == [("no",)]
    world.close()
    kept = sqlite3.connect(file)
    assert kept.execute("SELECT v FROM meta WHERE k = 'clean'").fetchall() == [("yes",)]
    kept.close()
    world.store = opened(file)


def test_a_database_in_memory_needs_no_file() -> None:
    world = World()
    assert world.take(press=world.press(KIOSK)).outcome is Outcome.ISSUED
    world.close()
