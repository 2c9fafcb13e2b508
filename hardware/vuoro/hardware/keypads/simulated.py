"""A navigation keypad that is not there: its USB keys byte for byte, or its lines of text."""

import json
import os
from pathlib import Path

from vuoro.hardware.evdev import PRESSED, RELEASED, REPEATED
from vuoro.hardware.keypads.keys import NavKey
from vuoro.hardware.keypads.profile import KeypadProfile
from vuoro.hardware.scanners.simulated_wedge import SimulatedWedge
from vuoro.hardware.usb_identity import UsbName


class SimulatedKeypad(SimulatedWedge):
    """A keypad of this profile, plugged in from the start, as its input device at ``path``."""

    def __init__(self, path: Path, name: UsbName, profile: KeypadProfile) -> None:
        super().__init__(path, name)
        self._codes = {key: code for code, key in profile.by_code.items()}

    def press(self, key: NavKey, every: float = 0.5) -> None:
        """Press a key and let go, so many seconds after the last. KeyError: it has no such key."""
        self.tap("plain", self._codes[key], every)

    def bounce(self, key: NavKey, times: int, every: float = 0.005) -> None:
        """A worn key makes and breaks contact so many times for one press."""
        for _ in range(times):
            self.tap("plain", self._codes[key], every)

    def hold(self, key: NavKey, repeats: int, every: float = 0.033) -> None:
        """Hold a key so long that the kernel repeats it so many times."""
        code = self._codes[key]
        self.pass_time(0.5)
        self.stroke(code, PRESSED)
        for _ in range(repeats):
            self.pass_time(every)
            self.stroke(code, REPEATED)
        self.stroke(code, RELEASED)


class LineTyper:
    """Presses keys of a keypad of lines, as a script does."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def press(self, key: NavKey) -> None:
        """OSError while nobody listens."""
        self.write(json.dumps({"key": key}).encode() + b"\n")

    def write(self, data: bytes) -> None:
        """Any bytes at all."""
        pipe = os.open(self._path, os.O_WRONLY | os.O_NONBLOCK)
        try:
            os.write(pipe, data)
        finally:
            os.close(pipe)
