"""systemd hears of a lobby service for as long as it can write."""

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest

from tests.served import served
from vuoro.core.clock import SteppingClock
from vuoro.core.service_manager import ServiceManager
from vuoro.core.settings import Settings
from vuoro.lobby import staying_alive
from vuoro.lobby.service import lobby_app
from vuoro.lobby.staying_alive import stay_alive
from vuoro.queue.api.context import Here
from vuoro.queue.store import DatabaseBroken, DatabaseFull, Store

Heard = Callable[[], str]


@pytest.fixture
def line(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as made:
        made.bind(str(tmp_path / "notify"))
        made.settimeout(10)
        yield made


@pytest.fixture
def heard(line: socket.socket, settings: Settings, clock: SteppingClock) -> Iterator[Heard]:
    """What systemd hears next of a service that gives a sign of life every 10 ms, and writes for
    each of them."""
    environment = {"NOTIFY_SOCKET": line.getsockname(), "WATCHDOG_USEC": "30000"}
    app = lobby_app(settings.lobby, clock)
    stay_alive(app, ServiceManager(environment), write_seconds=0.0)
    with served(app):
        yield lambda: line.recv(100).decode()


def test_it_writes_for_the_first_sign_of_life_and_then_seldom(
    line: socket.socket,
    settings: Settings,
    clock: SteppingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written: list[Here] = []

    def writes(here: Here) -> bool:
        written.append(here)
        return True

    monkeypatch.setattr(staying_alive, "writes", writes)
    environment = {"NOTIFY_SOCKET": line.getsockname(), "WATCHDOG_USEC": "30000"}
    app = lobby_app(settings.lobby, clock)
    stay_alive(app, ServiceManager(environment))
    with served(app):
        heard = [line.recv(100) for _ in range(6)]

    assert heard == [b"READY=1", *[b"WATCHDOG=1"] * 5]
    assert len(written) == 1


def test_a_service_that_writes_is_ready_and_gives_signs_of_life(heard: Heard) -> None:
    assert [heard() for _ in range(4)] == ["READY=1", *["WATCHDOG=1"] * 3]


def test_a_full_disk_is_no_reason_to_start_anew(
    heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "begin", _failing(DatabaseFull("no room")))

    assert [heard() for _ in range(4)] == ["READY=1", *["WATCHDOG=1"] * 3]


def test_a_service_that_can_not_write_is_silent(
    heard: Heard, line: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard()
    monkeypatch.setattr(Store, "begin", _failing(DatabaseBroken("the disk fails")))
    line.settimeout(0.3)

    assert len(list(islice(_until_silent(heard), 20))) < 20


def _until_silent(heard: Heard) -> Iterator[str]:
    with suppress(TimeoutError):
        while True:
            yield heard()


def _failing(error: Exception) -> Callable[..., object]:
    def begin(self: Store) -> object:
        raise error

    return begin
