"""The power is cut: no confirmed event is ever lost, whatever the disk had not yet written."""

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.queue.store.disk import Loss, Recording, recording
from tests.queue.world import ONE, World
from vuoro.core.ids import seeded_ids
from vuoro.queue.domain.moves import Move
from vuoro.queue.store import Store, StoreError
from vuoro.queue.store import store as store_module
from vuoro.queue.store.stream import first_break

CUTS = 1_000
PRESSES = 120
DATABASE = "lobby.db"


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """A busy hour of a lobby, recorded from the first byte on."""
    return a_busy_hour(tmp_path_factory.mktemp("busy") / DATABASE)


def a_busy_hour(path: Path) -> Recording:
    with recording() as made:
        world = World(path)
        made.mark(confirmed(world.store))
        world.sit("s1", ONE)
        for press in range(PRESSES):
            if press % 3 < 2:
                world.take()
            else:
                world.moved(Move.DONE, world.called("s1", ONE).id, "s1")
            world.clock.advance(timedelta(seconds=20))
            made.mark(confirmed(world.store))
            if press % 25 == 24:
                world.store.checkpoint(truncate=press % 50 == 49)
        world.store.close()
    return made


def confirmed(store: Store) -> frozenset[bytes]:
    """The events that the lobby has told somebody about."""
    return frozenset(row[0] for row in store.read("SELECT event_id FROM event"))


def outcomes(made: Recording, folder: Path, cuts: int, seed: int) -> Iterator[str]:
    """What became of a database after each of many power cuts."""
    chance = random.Random(seed)
    world = World()
    first = next(n for n in range(len(made.steps)) if made.said(n))
    for number in range(cuts):
        at = chance.randint(first + 1, len(made.steps))
        loss = list(Loss)[number % len(Loss)]
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        made.cut(at, loss, chance, folder)
        yield _outcome(folder / DATABASE, made, at, world)


def _outcome(path: Path, made: Recording, at: int, world: World) -> str:
    told = made.said(at)[-1]
    assert isinstance(told, frozenset)
    try:
        store = Store(path, world.clock, seeded_ids(world.clock, 3))
    except StoreError:
        return "damaged"
    try:
        if not store.check() or first_break(store) is not None:
            return "damaged"
        return "whole" if told <= confirmed(store) else "lost"
    finally:
        store.close()


def test_no_confirmed_event_is_lost_in_a_thousand_power_cuts(
    day: Recording, tmp_path: Path
) -> None:
    found = Counter(outcomes(day, tmp_path / "cut", CUTS, seed=1))

    assert found == {"whole": CUTS}


def test_with_less_care_for_the_disk_events_would_be_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    careless = tuple(
        p.replace("synchronous=FULL", "synchronous=NORMAL") for p in store_module.PRAGMAS
    )
    monkeypatch.setattr(store_module, "PRAGMAS", careless)
    made = a_busy_hour(tmp_path / DATABASE)

    found = Counter(outcomes(made, tmp_path / "cut", 40, seed=2))

    assert found["lost"] > 20
    assert found["damaged"] == 0
