"""A display tells the lobby service how its computer is: when it is news, and until it is heard."""

import queue
import threading
from collections.abc import Iterator

import pytest

from vuoro.core.wire.kiosk import DeviceReport
from vuoro.display.reporting import Reporter
from vuoro.queue.client import LobbyUnreachable

HOT = DeviceReport("none", "none", host=("hot",), parts=(("tv", "ok"),))
FINE = DeviceReport("none", "none", parts=(("tv", "ok"),))
NEVER = 60.0
AT_ONCE = 0.01


class Lobby:
    """A lobby service that hears, or is away."""

    def __init__(self) -> None:
        self.heard: queue.SimpleQueue[DeviceReport] = queue.SimpleQueue()
        self.tried = threading.Event()
        self.away = False
        self.closed = False

    def report_device(self, report: DeviceReport) -> None:
        self.tried.set()
        if self.away:
            raise LobbyUnreachable("away")
        self.heard.put(report)

    def close(self) -> None:
        self.closed = True


class Host:
    """A computer, looked at."""

    def __init__(self) -> None:
        self.troubles: tuple[str, ...] = ()
        self.looks = threading.Semaphore(0)
        self.breaks = False

    def look(self) -> tuple[str, ...]:
        self.looks.release()
        if self.breaks:
            raise RuntimeError("a bug")
        return self.troubles

    def seen(self, times: int) -> None:
        """Wait until it was looked at so many times more."""
        for _ in range(times):
            assert self.looks.acquire(timeout=10)


@pytest.fixture
def lobby() -> Lobby:
    return Lobby()


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def reporters(lobby: Lobby, host: Host) -> Iterator[list[Reporter]]:
    """Those that are closed at the end."""
    opened: list[Reporter] = []
    yield opened
    for reporter in opened:
        reporter.close()
    assert lobby.closed


def begun(reporters: list[Reporter], lobby: Lobby, host: Host, pause: float) -> Reporter:
    reporter = Reporter(lobby, host.look, lambda: (("tv", "ok"),), pause)
    reporters.append(reporter)
    reporter.start()
    return reporter


def test_what_has_not_changed_is_told_once(
    lobby: Lobby, host: Host, reporters: list[Reporter]
) -> None:
    begun(reporters, lobby, host, AT_ONCE)
    host.seen(3)
    host.troubles = ("hot",)
    assert lobby.heard.get(timeout=10) == FINE
    assert lobby.heard.get(timeout=10) == HOT
    host.seen(3)
    assert lobby.heard.empty()


def test_a_lobby_that_was_away_is_told_again(
    lobby: Lobby, host: Host, reporters: list[Reporter]
) -> None:
    reporter = begun(reporters, lobby, host, NEVER)
    assert lobby.heard.get(timeout=10) == FINE

    reporter.linked(False)
    reporter.linked(True)
    assert lobby.heard.get(timeout=10) == FINE


def test_a_report_that_was_lost_is_sent_again(
    lobby: Lobby, host: Host, reporters: list[Reporter]
) -> None:
    lobby.away = True
    begun(reporters, lobby, host, AT_ONCE)
    assert lobby.tried.wait(10)
    lobby.away = False
    assert lobby.heard.get(timeout=10) == FINE


def test_a_bug_in_a_look_ends_no_reports(
    lobby: Lobby, host: Host, reporters: list[Reporter], caplog: pytest.LogCaptureFixture
) -> None:
    host.breaks = True
    begun(reporters, lobby, host, AT_ONCE)
    host.seen(2)
    host.breaks = False
    assert lobby.heard.get(timeout=10) == FINE
    assert "no report of this display" in caplog.text
