"""A lobby service on a port of this computer, for the tests that talk HTTP to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.queue.lobby_process import prepare, settings
from tests.queue.real_lobby import RealLobby, served
from tests.queue.world import START
from vuoro.core.clock import SteppingClock
from vuoro.lobby.service import lobby_app


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock(START)


@pytest.fixture
def lobby(tmp_path: Path, clock: SteppingClock) -> Iterator[RealLobby]:
    with served(lobby_app(settings(tmp_path), clock, prepare)) as running:
        yield running
