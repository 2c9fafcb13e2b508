"""An office as on the sealed device: its programs, by its settings and on its disk.

Its backend, printer and paper are other computers there, so they are kept off that disk.
"""

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from vuoro.core.clock import Clock
from vuoro.core.settings.schema import Settings
from vuoro.lobby.bench.process import free_port
from vuoro.lobby.demo import programs, ready
from vuoro.lobby.demo.house import House, Windows, build
from vuoro.lobby.demo.program import a_folder, open_backend_of
from vuoro.lobby.demo.programs import Program, Running, clean_environment
from vuoro.lobby.settings_text import settings_text
from vuoro.lobby.tour.glass import Glass
from vuoro.lobby.tour.ports import free_ports
from vuoro.lobby.tour.screen import VirtualScreen
from vuoro.lobby.tour.stage import DISPLAY, KIOSK

WATCHDOG_SECONDS = {"lobby": 90, "kiosk": 30, "display": 30}
"""``WatchdogSec=`` of the units."""
_MICRO = 1_000_000
_LONGEST_WORD = 4096


@dataclass(frozen=True, slots=True)
class SealedOffice:
    """Everything that is measured, and what to use it with."""

    house: House
    running: Running
    glass: Glass

    def pids(self) -> dict[str, int]:
        """Of the device's programs, by their names."""
        return {name: self.running.pid(name) for name in WATCHDOG_SECONDS}


@contextmanager
def sealed_office(clock: Clock, data: Path) -> Iterator[SealedOffice]:
    """An open office with its data below ``data``. Raises Complaint."""
    with ExitStack() as stack:
        temporary = stack.enter_context(a_folder())
        folder = temporary / "house"
        folder.mkdir()
        screen = stack.enter_context(VirtualScreen(temporary))
        house = _on_disk(build(folder, clock.now(), free_ports(), Windows(aloud=False)), data)
        running = stack.enter_context(Running(house.logs, _environment(screen.display)))
        watched = _Watched(stack.enter_context(_manager(temporary / "notify")), data)
        screen_map = temporary / "kiosk.json"
        _start(house, running, watched, screen_map)
        glass = Glass(screen_map, screen.display, (KIOSK.x, KIOSK.y))
        glass.place(running.pid("display"), DISPLAY.x, DISPLAY.y)
        glass.place(running.pid("kiosk"), KIOSK.x, KIOSK.y)
        yield SealedOffice(house, running, glass)


@dataclass(frozen=True, slots=True)
class _Watched:
    """What the units add to a program's environment."""

    socket: Path
    data: Path

    def __call__(self, program: Program) -> Program:
        more = (
            ("NOTIFY_SOCKET", str(self.socket)),
            ("WATCHDOG_USEC", str(WATCHDOG_SECONDS[program.name] * _MICRO)),
            ("XDG_CACHE_HOME", str(self.data / "cache" / program.name)),
        )
        return replace(program, environment=program.environment + more)


def _start(house: House, running: Running, watched: _Watched, screen_map: Path) -> None:
    open_backend_of(house, running)
    running.start(programs.printer(house))
    ready.await_program("printer", running, lambda: ready.printer_answers(house))
    running.start(watched(programs.lobby(house)))
    ready.await_program("lobby", running, lambda: ready.lobby_answers(house))
    running.start(watched(programs.kiosk(house, screen_map)))
    running.start(watched(programs.display(house)))
    ready.await_program("kiosk", running, lambda: ready.device_connected(house, "kiosk"))
    ready.await_program("display", running, lambda: ready.device_connected(house, "display"))


def _on_disk(house: House, data: Path) -> House:
    """The house with what lasts where the device has it, and the doors that setup opens."""
    lobby, screen = data / "lib/lobby", data / "lib/screen"
    screen.mkdir(parents=True)
    settings = house.settings
    shutil.move(settings.lobby.data, lobby)
    tokens = {}
    for name in ("kiosk", "display"):
        tokens[name] = screen / f"{name}.token"
        shutil.move(getattr(settings, name).token_file, tokens[name])
    moved: Settings = replace(
        settings,
        lobby=replace(settings.lobby, data=lobby, tls_port=free_port(), door_port=free_port()),
        kiosk=replace(settings.kiosk, token_file=tokens["kiosk"]),
        display=replace(settings.display, token_file=tokens["display"]),
    )
    house.file.write_text(settings_text(moved, secrets=True), encoding="utf-8")
    return replace(house, settings=moved)


def _environment(display: str) -> dict[str, str]:
    """That of the units; the screen is a virtual one."""
    kept = {name: text for name, text in clean_environment().items() if name != "WAYLAND_DISPLAY"}
    return kept | {
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "QT_QUICK_BACKEND": "software",
        "MALLOC_ARENA_MAX": "2",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@contextmanager
def _manager(address: Path) -> Iterator[Path]:
    """Somebody who hears signs of life, as systemd does: without, the lobby service gives none."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(address))
        thread = threading.Thread(target=_hear, args=(ear,), daemon=True)
        thread.start()
        try:
            yield address
        finally:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
                end.sendto(b"", os.fspath(address))
            thread.join()


def _hear(ear: socket.socket) -> None:
    while ear.recv(_LONGEST_WORD):
        pass
