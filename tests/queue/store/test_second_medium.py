"""The second medium: what is copied when, and what a medium that fails or hangs costs."""

import errno
import os
import threading
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.queue.world import World
from vuoro.core.clock import SteppingClock
from vuoro.queue.service import days
from vuoro.queue.service.rolling_forward import roll_forward
from vuoro.queue.store import Store
from vuoro.queue.store.copies import copies_of, databases, newest, segments
from vuoro.queue.store.rebuild import tables
from vuoro.queue.store.second_medium import RETRY_SECONDS, SecondMedium
from vuoro.queue.store.segments import packed, unpacked
from vuoro.queue.store.stream import first_break

LONG = 30.0


class Lobby(World):
    """The office's lobby with a second medium, whose clock stands."""

    medium: SecondMedium

    def __post_init__(self) -> None:
        super().__post_init__()
        self.elapsed = 0.0

    def with_medium(self, folder: Path, **more: object) -> SecondMedium:
        """Start again, now with a second medium; it has taken what there was."""
        self.store.close()
        self.medium = SecondMedium(folder, patience=LONG, mono=lambda: self.elapsed, **more)  # type: ignore[arg-type]
        self.store = Store(self.path, self.clock, self.ids, second=self.medium)
        self.lobby = self._open()
        self.settle()
        return self.medium

    def settle(self) -> None:
        assert self.medium.wait(LONG)
        days.tend(self.lobby)
        assert self.medium.wait(LONG)

    def uuid(self) -> str:
        return self.store.journal.values["db_uuid"]

    def events(self) -> list[bytes]:
        return [bytes(key) for (key,) in self.store.read("SELECT event_id FROM event ORDER BY n")]


@pytest.fixture
def lobby(tmp_path: Path) -> Iterator[Lobby]:
    made = Lobby(tmp_path / "data" / "lobby.db")
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "second"


def copied(lobby: Lobby, folder: Path) -> list[bytes]:
    return [event.event_id for event in copies_of(folder, lobby.uuid()).events]


def test_an_event_is_copied_before_anybody_hears_of_it(lobby: Lobby, folder: Path) -> None:
    lobby.with_medium(folder)
    for _ in range(3):
        lobby.number()
        assert copied(lobby, folder) == lobby.events()
    assert not lobby.medium.state.trouble


def test_what_happened_before_the_medium_came_is_copied_too(lobby: Lobby, folder: Path) -> None:
    for _ in range(5):
        lobby.number()
    lobby.with_medium(folder)
    assert copied(lobby, folder) == lobby.events()


def test_after_a_restart_nothing_is_copied_twice(lobby: Lobby, folder: Path) -> None:
    lobby.with_medium(folder)
    lobby.number()
    lobby.with_medium(folder)
    lobby.number()
    bodies = [
        body
        for segment in segments(folder, lobby.uuid())
        for body in unpacked(segment.read_bytes())
        if body.startswith(b"E")
    ]
    assert len(bodies) == len(lobby.events()) == len(set(bodies))
    assert newest(folder, lobby.uuid()) is not None


def test_a_medium_that_fails_is_a_warning_and_catches_up_when_it_is_back(
    lobby: Lobby, folder: Path
) -> None:
    folder.write_text("no folder at all")
    lobby.with_medium(folder)
    assert lobby.number().number == "A001"
    assert lobby.medium.state.trouble
    folder.unlink()
    lobby.settle()
    assert not folder.exists(), "it is not tried again and again"
    lobby.elapsed += RETRY_SECONDS
    lobby.settle()
    lobby.settle()
    assert copied(lobby, folder) == lobby.events()
    assert not lobby.medium.state.trouble
    lobby.number()
    assert copied(lobby, folder) == lobby.events()


def test_a_full_medium_leaves_no_half_copy_that_hides_the_next(lobby: Lobby, folder: Path) -> None:
    full = threading.Event()
    write = os.write

    def failing(handle: int, data: bytes) -> int:
        if not full.is_set():
            return write(handle, data)
        write(handle, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    lobby.with_medium(folder)
    lobby.number()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "write", failing)
        full.set()
        lobby.number()
        assert lobby.medium.state.trouble == "No space left on device"
    lobby.elapsed += RETRY_SECONDS
    lobby.settle()
    assert copied(lobby, folder) == lobby.events()


def test_a_medium_that_hangs_holds_nobody_up(lobby: Lobby, folder: Path) -> None:
    hanging, let_go = threading.Event(), threading.Event()

    def slow(file: Path) -> int:
        hanging.set()
        assert let_go.wait(LONG)
        return os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)

    lobby.store.close()
    medium = SecondMedium(folder, patience=0.01, mono=lambda: 0.0, opened=slow)
    lobby.medium = medium
    lobby.store = Store(lobby.path, lobby.clock, lobby.ids, second=medium)
    lobby.lobby = lobby._open()
    assert medium.wait(LONG)
    lobby.number()
    days.tend(lobby.lobby)
    assert hanging.wait(LONG)
    assert [lobby.number().number for _ in range(3)] == ["A002", "A003", "A004"]
    assert medium.state.behind
    let_go.set()
    lobby.settle()
    lobby.settle()
    assert copied(lobby, folder) == lobby.events()


def test_commits_that_the_disk_lost_come_back_at_their_places(
    lobby: Lobby, folder: Path, tmp_path: Path
) -> None:
    lobby.with_medium(folder)
    lobby.number()
    lobby.store.checkpoint(truncate=True)
    assert lobby.path is not None
    lost = lobby.path.read_bytes()
    lobby.number()
    lobby.number()
    before, marks, events = tables(lobby.store), lobby.store.journal.mark(), lobby.events()
    lobby.store.close()
    lobby.path.write_bytes(lost)
    lobby.store = Store(lobby.path, lobby.clock, lobby.ids)
    assert len(lobby.events()) == len(events) - 2
    assert roll_forward(lobby.store, copies_of(folder, lobby.uuid()).events) == 2
    assert (tables(lobby.store), lobby.store.journal.mark()) == (before, marks)
    assert lobby.events() == events
    assert first_break(lobby.store) is None
    lobby.lobby = lobby._open()
    assert lobby.number().number == "A004", "no new series: nothing was lost"


def test_another_story_of_the_same_database_is_copied_beside(
    lobby: Lobby, folder: Path, tmp_path: Path
) -> None:
    lobby.number()
    lobby.store.checkpoint(truncate=True)
    assert lobby.path is not None
    backup = lobby.path.read_bytes()
    lobby.with_medium(folder)
    lobby.number()
    first = lobby.events()
    lobby.store.close()
    lobby.path.write_bytes(backup)
    lobby.store = Store(lobby.path, lobby.clock, lobby.ids)
    lobby.lobby = lobby._open()
    lobby.number("aloitus")
    lobby.number("aloitus")
    lobby.with_medium(folder)
    assert set(copied(lobby, folder)) == {*first, *lobby.events()}


def test_each_day_has_a_segment_and_two_databases_do_not_mix(
    lobby: Lobby, folder: Path, tmp_path: Path
) -> None:
    lobby.with_medium(folder)
    lobby.number()
    lobby.wait(24 * 60)
    lobby.number()
    assert len(segments(folder, lobby.uuid())) == 2
    other = Lobby(tmp_path / "other" / "lobby.db", seed=2)
    other.with_medium(folder)
    other.number()
    assert sorted(databases(folder)) == sorted({lobby.uuid(), other.uuid()})
    assert copied(other, folder) == other.events()
    other.close()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.binary(max_size=200), max_size=8), st.data())
def test_damage_costs_the_records_it_hits(bodies: list[bytes], data: st.DataObject) -> None:
    parts = [packed(body) for body in bodies]
    whole = bytearray(b"".join(parts))
    assert list(unpacked(bytes(whole))) == bodies
    at = data.draw(st.integers(0, max(len(whole) - 1, 0)))
    if not whole:
        return
    whole[at] ^= data.draw(st.integers(1, 255))
    ends = list(accumulate(map(len, parts)))
    hit = next(number for number, end in enumerate(ends) if at < end)
    assert list(unpacked(bytes(whole))) == [*bodies[:hit], *bodies[hit + 1 :]]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.binary(max_size=100), max_size=5), st.integers(0, 700))
def test_a_torn_end_costs_the_last_record(bodies: list[bytes], cut: int) -> None:
    parts = [packed(body) for body in bodies]
    left = list(unpacked(b"".join(parts)[:cut]))
    assert left == bodies[: len(left)]
    assert sum(map(len, parts[: len(left) + 1])) >= min(cut, sum(map(len, parts)))


def test_no_medium_is_no_matter() -> None:
    world = World(clock=SteppingClock(World().clock.now()))
    assert world.number().number == "A001"
    days.tend(world.lobby)
    world.close()
