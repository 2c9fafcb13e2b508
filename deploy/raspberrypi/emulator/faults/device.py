"""The emulated device as a fault finds it: programs, a visitor before it, and the evidence."""

import json
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from deploy.raspberrypi.emulator.channel import GuestTrouble
from deploy.raspberrypi.emulator.faults.account import Account, Books, account
from deploy.raspberrypi.emulator.faults.database import COPY, read_books
from deploy.raspberrypi.emulator.faults.reading import Reader, read_seen
from deploy.raspberrypi.emulator.faults.states import ALL, State, asking, back, states
from deploy.raspberrypi.emulator.machine import Machine

TEST = "/opt/vuoro-test/guest"
DATABASE = "/var/lib/vuoro/lobby/lobby.db"
_LEDGER, _SEEN = "/var/lib/vuoro-test/paper", "/var/lib/vuoro-test/seen"
_LOOK_SECONDS = 0.3
_COLOURS = 8
"""A dead screen has one or two; letters with smooth edges have dozens."""
_SETTLE_SECONDS = 60.0
"""Time for a slip that is under way to end: the printer has 30 seconds for one."""


@dataclass(slots=True)
class Device:
    """A device that is switched on. ``folder`` gets copies of what is held against each other."""

    machine: Machine
    folder: Path
    mono: Callable[[], float] = time.monotonic

    def uptime(self) -> float:
        """Seconds since the kernel started: the clock of ``State.since``."""
        return float(self.machine.shell("cut -d' ' -f1 /proc/uptime"))

    def states(self) -> dict[str, State]:
        """What systemd says of our programs. Raises GuestTrouble."""
        return states(self.machine.shell(asking(ALL)))

    def await_back(self, units: Iterable[str], since: float, seconds: float) -> None:
        """Wait until they all became ready after a moment of ``uptime``. Raises GuestTrouble."""
        wanted, end = tuple(units), self.mono() + seconds
        while self.mono() < end:
            with suppress(GuestTrouble):
                if back(self.states(), wanted, since):
                    return
            time.sleep(_LOOK_SECONDS)
        raise GuestTrouble(f"{', '.join(wanted)} did not come back within {seconds:.0f} s")

    def await_pictures(self, seconds: float) -> None:
        """Wait until both screens show something. Raises GuestTrouble."""
        end = self.mono() + seconds
        dark = [0, 1]
        while dark and self.mono() < end:
            dark = [head for head in dark if self.machine.picture(head).colours() < _COLOURS]
            time.sleep(_LOOK_SECONDS)
        if dark:
            raise GuestTrouble(f"screen {dark[0]} stays dark")

    def visit(self, seconds: float) -> str:
        """Somebody takes a number; empty when the kiosk gave none in time."""
        done = self.machine.run(f"{TEST}/visitor one {seconds:.0f}", timeout=seconds + 30)
        last = done.output.strip().rpartition("\n")[2]
        with suppress(ValueError):
            return str(json.loads(last)["number"])
        raise GuestTrouble(f"the visitor could not look: {last}")

    def books(self) -> Books:
        """The lobby's books now. Raises GuestTrouble, sqlite3.Error."""
        self.machine.put("/run/vuoro-test-copy.py", COPY.encode())
        self.machine.shell(
            f"rm -f /run/books.db; python3 /run/vuoro-test-copy.py {DATABASE} /run/books.db", 120
        )
        file = self.folder / "books.db"
        file.write_bytes(self.machine.get("/run/books.db"))
        return read_books(file)

    def account(self, reader: Reader, before: Books) -> tuple[Books, Account]:
        """All held against each other, once no slip is under way. Raises as its parts do."""
        end = self.mono() + _SETTLE_SECONDS
        while True:
            books = self.books()
            ended = not any(job.state in ("queued", "sending") for job in books.jobs)
            if ended or self.mono() > end:
                break
            time.sleep(_LOOK_SECONDS)
        self.machine.shell(f"{TEST}/run ledger {_LEDGER} > /run/paper; touch {_SEEN}")
        paper = reader.read(self.machine.get("/run/paper"))
        return books, account(books, paper, read_seen(self.machine.get(_SEEN)), before)
