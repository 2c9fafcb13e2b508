"""How far a database had come is noted in two blocks that take turns."""

from pathlib import Path

import pytest

from vuoro.queue.store import high_water
from vuoro.queue.store.high_water import BLOCK, SUFFIX, HighWater


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "lobby.db"


def mark(n: int, marks: tuple[str, ...] = ("",)) -> HighWater:
    return HighWater("uuid", n, "2026-11-23", marks)


def test_the_newest_is_read_and_the_file_does_not_grow(database: Path) -> None:
    for n in range(1, 8):
        high_water.write(database, mark(n))
        assert high_water.read(database) == mark(n)
    assert database.with_suffix(SUFFIX).stat().st_size == 2 * BLOCK


def test_a_restored_database_notes_less_and_that_counts(database: Path) -> None:
    high_water.write(database, mark(900))
    high_water.write(database, mark(3, ("", "X")))
    assert high_water.read(database) == mark(3, ("", "X"))


@pytest.mark.parametrize("torn", [0, 1])
def test_a_torn_block_leaves_the_other(database: Path, torn: int) -> None:
    high_water.write(database, mark(1))
    high_water.write(database, mark(2))
    with database.with_suffix(SUFFIX).open("r+b") as file:
        file.seek(torn * BLOCK + 10)
        file.write(b"\xff" * 512)
    assert high_water.read(database) == mark(2 - torn)
    high_water.write(database, mark(3))
    assert high_water.read(database) == mark(3)


def test_a_note_of_an_earlier_release_is_read_and_followed(database: Path) -> None:
    text = b'{"db_uuid":"uuid","next_n":7,"day":"2026-11-23","marks":[""]}'
    database.with_suffix(SUFFIX).write_bytes(text)
    assert high_water.read(database) == mark(7)
    for n in (8, 9):
        high_water.write(database, mark(n))
        assert high_water.read(database) == mark(n)
