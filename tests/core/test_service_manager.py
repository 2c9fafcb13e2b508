"""systemd is told by datagrams, as sd_notify(3) says."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from vuoro.core.service_manager import ServiceManager


@pytest.fixture
def line(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as made:
        made.bind(str(tmp_path / "notify"))
        made.settimeout(5)
        yield made


def test_systemd_hears_that_a_program_is_ready_and_alive_and_how_it_is(
    line: socket.socket,
) -> None:
    manager = ServiceManager({"NOTIFY_SOCKET": line.getsockname()})

    manager.ready()
    manager.alive()
    manager.status("7 waiting\nREADY=0")
    manager.stopping()

    heard = [line.recv(200).decode() for _ in range(4)]
    assert heard == ["READY=1", "WATCHDOG=1", "STATUS=7 waiting", "STOPPING=1"]


def test_an_abstract_address_begins_with_an_at_sign() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind("")
        line.settimeout(5)
        name = line.getsockname().decode()

        ServiceManager({"NOTIFY_SOCKET": f"@{name[1:]}"}).ready()

        assert line.recv(200) == b"READY=1"


@pytest.mark.parametrize(
    ("environment", "period"),
    [
        ({"WATCHDOG_USEC": "30000000"}, 10.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"}, 10.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "8"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({}, None),
    ],
)
def test_signs_of_life_come_three_times_as_often_as_they_must(
    environment: dict[str, str], period: float | None
) -> None:
    assert ServiceManager({"NOTIFY_SOCKET": "/n", **environment}, pid=7).period == period


def test_without_systemd_nobody_is_told_and_nobody_waits(tmp_path: Path) -> None:
    manager = ServiceManager({"WATCHDOG_USEC": "30000000"})
    manager.ready()
    assert manager.period is None

    gone = ServiceManager({"NOTIFY_SOCKET": str(tmp_path / "gone")})
    gone.alive()
