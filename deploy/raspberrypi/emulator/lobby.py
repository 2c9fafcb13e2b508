"""The lobby inside the emulated device, as somebody finds it: screens, programs, paper."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.raspberrypi.emulator.channel import GuestTrouble
from deploy.raspberrypi.emulator.machine import Machine
from deploy.raspberrypi.emulator.picture import Picture

KIOSK, BOARD = 0, 1
"""Heads of the graphics card: Virtual-1 and Virtual-2."""
SIZES = ((1280, 800), (1280, 720))
UNITS = ("vuoro-lobby", "vuoro-session", "vuoro-kiosk", "vuoro-display")
GUEST = "/opt/vuoro-test/guest"
START_SECONDS = 900.0
LATE_SECONDS = 3.5
"""QEMU looks for what is new on a quiet screen every three seconds (ui/vnc.c)."""
_MAPS = {KIOSK: "/run/vuoro-test-kiosk/map.json", BOARD: "/run/vuoro-test-display/map.json"}
_DATABASE = "/var/lib/vuoro/lobby/lobby.db"


@dataclass(frozen=True, slots=True)
class State:
    """What an escape would change: the console in front, who runs, what is mounted, which start."""

    console: str
    programs: tuple[str, ...]
    mounts: str
    boot: str


@dataclass(frozen=True)
class Lobby:
    """``report`` is where pictures go."""

    machine: Machine
    report: Path

    def wait_until_open(self, seconds: float = START_SECONDS) -> None:
        """Until all programs run and both windows were painted. Raises GuestTrouble."""
        names = " ".join(UNITS)
        maps = " && ".join(f"test -s {path}" for path in _MAPS.values())
        self.machine.wait_for(f"systemctl is-active {names} && {maps}", seconds)

    def glass(self, head: int) -> Mapping[str, Any]:
        """What a program says that it shows: ``screen``, ``texts``, ``targets``."""
        told = json.loads(self.machine.get(_MAPS[head]))
        assert isinstance(told, dict), "the map of a screen is an object"
        return told

    def wait_for_screen(self, head: int, start: str, seconds: float = 60.0) -> None:
        """Until its name begins so. Raises GuestTrouble."""
        self.machine.wait_for(f"""grep -Eq '"screen": ?"{start}' {_MAPS[head]}""", seconds)

    def picture(self, head: int, name: str) -> Picture:
        """What the head's cable carries now; kept as ``name.png``."""
        picture = self.machine.picture(head)
        picture.png(self.report / f"{name}.png")
        return picture

    def settled(self, head: int, start: str, name: str, seconds: float = 120.0) -> Picture:
        """A picture of a screen whose name begins so, once it stays for longer than the emulator
        may be late with what is on it; kept as ``name.png``. Raises GuestTrouble."""
        end = self.machine.age + seconds
        while self.machine.age < end:
            self.wait_for_screen(head, start, seconds)
            time.sleep(LATE_SECONDS)
            picture = self.picture(head, name)
            if str(self.glass(head)["screen"]).startswith(start):
                return picture
        raise GuestTrouble(f"{start} does not stay on the glass")

    def visit(self, seconds: float = 240.0) -> str:
        """Somebody takes a number by touch: the number they saw. Raises GuestTrouble."""
        told = self.machine.shell(f"{GUEST}/visitor one {seconds:.0f}", timeout=seconds + 60)
        number = json.loads(told.splitlines()[-1])["number"]
        if not number:
            raise GuestTrouble(f"the kiosk gave no number within {seconds:.0f} s")
        return str(number)

    def paper(self) -> Mapping[str, Any]:
        """What came out of the printer: ``bytes`` and ``slips`` with their ``number``."""
        told = json.loads(self.machine.shell(f"{GUEST}/paper", timeout=240))
        assert isinstance(told, dict), "the paper is told as an object"
        return told

    def asked(self, query: str) -> str:
        """The answer of the lobby's database, read only."""
        return self.machine.shell(f'sqlite3 -readonly {_DATABASE} "{query}"')

    def state(self) -> State:
        """As it is now."""
        console, boot, programs, mounts = self.machine.shell(
            "cat /sys/class/tty/tty0/active /proc/sys/kernel/random/boot_id; "
            f"echo $(systemctl show -p MainPID --value {' '.join(UNITS)}); "
            "findmnt -rno TARGET,SOURCE,OPTIONS | sort"
        ).split("\n", 3)
        return State(console, tuple(programs.split()), mounts, boot)
