"""Waiting until the programs of an office are up."""

import time
from collections.abc import Callable

import urllib3

from vuoro.core.wire.desk import DeskFrame, DeviceRow
from vuoro.lobby.admin.asking import NotRunning, look
from vuoro.lobby.complaint import FAILED, Complaint
from vuoro.lobby.demo.house import House
from vuoro.lobby.demo.programs import Running

_LOOK_EVERY = 0.05


def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether a condition came true in so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(_LOOK_EVERY)
    return True


def await_program(
    name: str, running: Running, is_up: Callable[[], bool], seconds: float = 40.0
) -> None:
    """Wait until a program is up. Raises Complaint with its last words where it isn't."""
    if until(lambda: is_up() or running.status(name) is not None, seconds) and is_up():
        return
    said = running.log(name).read_text(encoding="utf-8", errors="replace").strip().splitlines()
    last = f" It said: {said[-1]}" if said else ""
    raise Complaint(f"The {name} did not start.{last}", status=FAILED)


def lobby_answers(house: House) -> bool:
    """Whether the lobby service serves."""
    return _answers(f"{house.settings.lobby.public_url}/v1/health")


def printer_answers(house: House) -> bool:
    """Whether the printer and its page are there."""
    return _answers(f"http://127.0.0.1:{house.ports.paper}/page.css")


def backend_answers(house: House) -> bool:
    """Whether the backend serves."""
    return _answers(f"http://127.0.0.1:{house.ports.booking}/health")


def cable_answers(house: House) -> bool:
    """Whether the cable carries, and its switch has a page."""
    return _answers(f"http://127.0.0.1:{house.ports.switch}/")


def device_connected(house: House, kind: str) -> bool:
    """Whether a kiosk or display follows the lobby."""
    return any(each.kind == kind and each.connected for each in _devices(house))


def scanner_ready(house: House) -> bool:
    """Whether the kiosk's scanner sees what is put before it from now on."""
    return any(each.kind == "kiosk" and each.scanner == "ok" for each in _devices(house))


def _devices(house: House) -> tuple[DeviceRow, ...]:
    try:
        return look(house.settings.lobby, DeskFrame).devices
    except (NotRunning, Complaint):
        return ()


def _answers(url: str) -> bool:
    try:
        return urllib3.request("GET", url, timeout=1.0, retries=False).status == 200
    except urllib3.exceptions.HTTPError:
        return False
