"""The programs of an office as processes of their own: started, watched, and ended together."""

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from vuoro.core.settings.schema import Settings
from vuoro.lobby.demo.house import House

GRACE_SECONDS = 8.0
"""How long a program may take to end before it is killed."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program to run: what people call it, its command, and what the environment adds."""

    name: str
    command: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


def lobby(house: House) -> Program:
    """The lobby service."""
    return Program("lobby", _with_settings("lobby", house))


def booking(house: House) -> Program:
    """The central backend."""
    return Program("booking", _with_settings("booking", house, "serve"))


def cable(house: House) -> Program:
    """What connects the lobby to the backend, and can be pulled."""
    ports = house.ports
    options = (f"--to=127.0.0.1:{ports.booking}", f"--listen={ports.cable}")
    command = _module("vuoro.lobby.cable.program", *options, f"--switch={ports.switch}")
    return Program("cable", command)


def post_office(house: House) -> Program:
    """Where e-mail and text messages go."""
    ports = house.ports
    options = (f"--mail={ports.mail}", f"--sms={ports.sms}", f"--folder={house.messages}")
    return Program("post office", _module("vuoro.lobby.demo.post_office", *options))


def printer(house: House, mm_a_second: int | None = None) -> Program:
    """The virtual printer, as fast as it can or as a real one."""
    options = [f"--port={house.ports.printer}", f"--web={house.ports.paper}"]
    options.append(f"--folder={house.slips}")
    if mm_a_second is not None:
        options.append(f"--speed={mm_a_second}")
    return Program("printer", _module("vuoro.lobby", "printer", *options))


def kiosk(house: House, screen_map: Path | None = None) -> Program:
    """The touchscreen."""
    return Program("kiosk", _with_settings("kiosk", house), _mapping(screen_map))


def display(house: House, screen_map: Path | None = None) -> Program:
    """The board."""
    return Program("display", _with_settings("display", house), _mapping(screen_map))


class Running:
    """Processes that were started here. Enter it; when it is left none of them runs any more."""

    def __init__(self, logs: Path, environment: Mapping[str, str]) -> None:
        self._logs, self._environment = logs, dict(environment)
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._closing = False
        self.ended: queue.SimpleQueue[str] = queue.SimpleQueue()
        """Names of programs that ended without being asked to."""

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_: object) -> None:
        self._closing = True
        self.stop(*self._processes)

    def start(self, program: Program) -> None:
        """Start a program; what it says goes to its log."""
        with self.log(program.name).open("ab") as log:
            process = subprocess.Popen(
                (*_ends_with_us(), *program.command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**self._environment, **dict(program.environment)},
                # Ctrl-C reaches us alone; we then end the others in good order.
                start_new_session=True,
            )
        self._processes[program.name] = process
        threading.Thread(target=self._watch, args=(program.name, process), daemon=True).start()

    def stop(self, *names: str) -> None:
        """Ask programs to end, and make those end that don't."""
        there = [process for name, process in self._processes.items() if name in names]
        for name in names:
            self._processes.pop(name, None)
        for process in there:
            process.terminate()
        for process in there:
            try:
                process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def kill(self, name: str) -> None:
        """End a program as a power cut would."""
        process = self._processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def status(self, name: str) -> int | None:
        """The exit status of a program, None while it runs."""
        process = self._processes.get(name)
        return None if process is None else process.poll()

    def pid(self, name: str) -> int:
        """The process id of a program that runs."""
        return self._processes[name].pid

    def log(self, name: str) -> Path:
        """Where a program's words go."""
        return self._logs / f"{name}.log"

    def _watch(self, name: str, process: subprocess.Popen[bytes]) -> None:
        process.wait()
        if not self._closing and self._processes.get(name) is process:
            self.ended.put(name)


def _module(name: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", name, *arguments)


def _with_settings(part: str, house: House, *more: str) -> tuple[str, ...]:
    return _module("vuoro.lobby", part, *more, "--settings", str(house.file))


def _mapping(screen_map: Path | None) -> tuple[tuple[str, str], ...]:
    return () if screen_map is None else (("VUORO_SCREEN_MAP", str(screen_map)),)


def _ends_with_us() -> Sequence[str]:
    """The kernel ends a child whose parent dies: even after kill -9 nothing stays behind."""
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "TERM", "--") if setpriv else ()


def clean_environment() -> dict[str, str]:
    """Our environment without the settings in it, which are meant for other programs."""
    tables = (f"VUORO_{table.name.upper()}_" for table in fields(Settings))
    ours = ("VUORO_SETTINGS", "VUORO_CRASH_AT", *tables)
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
