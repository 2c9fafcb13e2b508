"""What desks are told of the sync, and that a recovery reaches their presses."""

from datetime import timedelta

import pytest

from tests.queue.world import START, World
from vuoro.core.clock import ClockState
from vuoro.core.wire.desk import SyncLevel, SyncRow
from vuoro.core.wire.sync import EpochGranted
from vuoro.queue.domain.sync_state import SyncState
from vuoro.queue.reading import desk
from vuoro.queue.reading.view import View
from vuoro.queue.service.epochs import begin_epoch

STATE = SyncState(START, 12, 0, ClockState.HOLDOVER, SyncLevel.AMBER)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def view(world: World) -> View:
    """The view of the readers, told of everything."""
    lobby = world.lobby
    view = View(lobby.office, lobby.clock, lobby.line, lobby.store.journal.series)
    lobby._publish = view.take
    return view


def test_a_lobby_without_a_backend_tells_nothing_of_it(view: View) -> None:
    assert desk.full(view).sync is None


def test_desks_are_told_how_the_sync_stands(world: World, view: View) -> None:
    world.lobby.tell_sync(STATE)
    row = SyncRow(SyncLevel.AMBER, START, 12, 0, "holdover")
    assert desk.full(view).sync == row
    assert desk.surroundings(view).sync == row
    assert desk.delta(view, ()).sync is None, "a frame of a ticket stays small"


def test_desks_are_not_woken_for_what_nobody_would_see(world: World, view: View) -> None:
    woken: list[object] = []
    view.listeners.append(woken.append)
    for seconds in (0, 1, 59, 60):
        moved = START + timedelta(seconds=seconds)
        world.lobby.tell_sync(SyncState(moved, 0, 0, ClockState.SYNC, SyncLevel.GREEN))
    assert len(woken) == 2
    assert world.lobby.sync is not None
    assert world.lobby.sync.data_as_of == START + timedelta(seconds=60)


def test_after_a_recovery_frames_carry_the_new_series(world: World, view: View) -> None:
    before = desk.full(view).series
    begin_epoch(world.lobby, EpochGranted("e", 2, "X"))
    assert desk.full(view).series == world.store.journal.series != before
