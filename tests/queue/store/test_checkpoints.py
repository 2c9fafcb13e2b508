"""The log of writes is moved when it is long or has waited, and not after each press."""

from pathlib import Path

from tests.queue.world import World
from vuoro.queue.service import days
from vuoro.queue.store.checkpoints import LONGEST_SECONDS, MOST_COMMITS, Checkpoints


def test_nothing_is_moved_where_nothing_was_committed() -> None:
    assert not Checkpoints().are_due(10 * LONGEST_SECONDS)


def test_a_long_log_is_moved_at_once() -> None:
    checkpoints = Checkpoints()
    for _ in range(MOST_COMMITS - 1):
        checkpoints.committed(5.0)
    assert not checkpoints.are_due(5.0)
    checkpoints.committed(5.0)
    assert checkpoints.are_due(5.0)
    checkpoints.moved()
    assert not checkpoints.are_due(10 * LONGEST_SECONDS)


def test_a_single_commit_is_moved_after_a_while() -> None:
    checkpoints = Checkpoints()
    checkpoints.committed(1000.0)
    checkpoints.committed(1000.0 + LONGEST_SECONDS - 1)
    assert not checkpoints.are_due(1000.0 + LONGEST_SECONDS - 1)
    assert checkpoints.are_due(1000.0 + LONGEST_SECONDS)


def test_a_press_alone_leaves_the_database_file_as_it_was(tmp_path: Path) -> None:
    world = World(tmp_path / "lobby.db")
    assert world.path is not None
    world.number()
    world.store.checkpoint()
    before = world.path.read_bytes()

    world.number()
    days.tend(world.lobby)
    assert world.path.read_bytes() == before

    for _ in range(MOST_COMMITS):
        world.number()
    days.tend(world.lobby)
    assert world.path.read_bytes() != before
    world.close()
