"""A database of an earlier program is brought up to this one, with everything that is in it."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection

from tests.queue.world import START, World, a_pass
from vuoro.core.clock import SteppingClock
from vuoro.core.ids import seeded_ids
from vuoro.core.wire.kiosk import Outcome
from vuoro.queue.service import outbox
from vuoro.queue.store import Store, StoreError, migrations
from vuoro.queue.store.stream import first_break
from vuoro.queue.store.sync_schema import second_step


def schema(file: Path) -> set[tuple[str, str]]:
    """Every table and index with its columns."""
    with sqlite3.connect(file) as sql:
        names = sql.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        return {(name, str(sql.execute(f"PRAGMA table_xinfo({name})").fetchall()))
                for (name,) in names.fetchall()}  # fmt: skip


def of_step_one(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database as the first release left it: a day, a number, a booking."""
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", migrations.STEPS[:1])
        Store(file, clock := SteppingClock(START), seeded_ids(clock, 1)).close()
    world = World()
    world.number()
    world.booking("b1", START)
    with sqlite3.connect(file) as old:
        for table in ("event", "outbox", "arrival", "ticket", "service_day"):
            names = [name for _, name, *_ in old.execute(f"PRAGMA table_info({table})")]
            rows = world.store.read(f"SELECT {', '.join(names)} FROM {table}")
            marks = ", ".join("?" * len(names))
            old.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        columns = "kind, id, rev, change, removed, data"
        row = world.store.read(f"SELECT {columns} FROM mirror")[0]
        old.execute(f"INSERT INTO mirror ({columns}) VALUES (?, ?, ?, ?, ?, ?)", row)


def test_a_database_of_step_one_is_brought_up_with_its_contents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "lobby.db"
    of_step_one(file, monkeypatch)

    world = World(file, seed=2)

    assert world.store.read("PRAGMA user_version") == [(len(migrations.STEPS),)]
    assert outbox.state(world.lobby).waiting == 2
    assert world.show_pass(a_pass("b1", START)).outcome is Outcome.ADMITTED
    assert world.number().number == "A002"
    assert first_break(world.store) is None
    assert world.store.read("SELECT day FROM mirror") == [("2026-11-23",)]
    world.close()


def test_an_upgraded_database_has_the_schema_of_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    of_step_one(old, monkeypatch)
    World(old).close()
    World(new).close()
    assert schema(old) == schema(new)


def test_a_step_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "lobby.db"
    of_step_one(file, monkeypatch)
    before = schema(file)

    def and_then_the_power_goes(connection: Connection) -> None:
        second_step(connection)
        raise StoreError("no power")

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", (migrations.STEPS[0], and_then_the_power_goes))
        with pytest.raises(StoreError, match="no power"):
            World(file)
    assert schema(file) == before
    World(file).close()
