"""The programs of this device as systemd units: stopping, starting, and whether they work."""

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PROGRAMS = ("vuoro-lobby.service", "vuoro-kiosk.service", "vuoro-display.service")
TARGET = "vuoro.target"
WAIT_SECONDS = 240.0
"""What a slow card needs to start everything, twice over."""
STEADY_SECONDS = 20.0
"""So long a program must go on working before it counts as working."""
DOWN_SECONDS = 180.0
"""A unit that did not work for so long does not come back by itself soon."""
_LOOK_SECONDS = 2.0
_COMMAND_SECONDS = 90.0


class UnitTrouble(Exception):
    """systemd does not do what it is told; the message says what."""


@dataclass(frozen=True)
class Units:
    """The units, by the program ``systemctl``."""

    command: Sequence[str] = ("systemctl",)
    mono: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep
    wait: float = WAIT_SECONDS
    steady: float = STEADY_SECONDS
    programs: tuple[str, ...] = field(default=PROGRAMS)

    def stop(self) -> None:
        """End the programs; when this returns none of them runs. Raises UnitTrouble."""
        self._do("stop", *self.programs)

    def start(self) -> None:
        """Start what is set up on this device. Raises UnitTrouble."""
        self._do("reset-failed", *self.programs)
        self._do("start", "--no-block", TARGET, *self._set_up())

    def is_down(self, unit: str) -> bool:
        """Whether a unit runs at no moment for a while: one that is being restarted comes back.

        Raises UnitTrouble.
        """
        ends = self.mono() + DOWN_SECONDS
        while self._state(unit) != "active":
            if self.mono() >= ends:
                return True
            self.pause(_LOOK_SECONDS)
        return False

    def ill(self) -> str:
        """Wait until every program that is set up works steadily; else what doesn't."""
        ends, steady_since = self.mono() + self.wait, None
        while True:
            sick = [unit for unit in self._set_up() if self._state(unit) != "active"]
            now = self.mono()
            if sick:
                steady_since = None
            elif steady_since is None:
                steady_since = now
            if steady_since is not None and now - steady_since >= self.steady:
                return ""
            if now >= ends:
                return f"{', '.join(sick) or 'a program'} did not work within {self.wait:.0f} s."
            self.pause(_LOOK_SECONDS)

    def _set_up(self) -> tuple[str, ...]:
        """The programs that this device has settings for: others never start, by condition."""
        return tuple(unit for unit in self.programs if self._property(unit, "ConditionResult"))

    def _property(self, unit: str, name: str) -> bool:
        told = self._ask("show", "--property", f"{name},ConditionTimestampMonotonic", unit)
        values = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
        # One that was never started has not been asked about its condition.
        return values.get("ConditionTimestampMonotonic") == "0" or values.get(name) == "yes"

    def _state(self, unit: str) -> str:
        return self._ask("show", "--property", "ActiveState", "--value", unit).strip()

    def _ask(self, *words: str) -> str:
        return self._run(words).stdout

    def _do(self, *words: str) -> None:
        done = self._run(words)
        if done.returncode and words[0] != "reset-failed":
            raise UnitTrouble(f"systemctl {words[0]}: {done.stderr.strip() or done.returncode}")

    def _run(self, words: Sequence[str]) -> "subprocess.CompletedProcess[str]":
        try:
            return subprocess.run(
                [*self.command, *words], capture_output=True, text=True, timeout=_COMMAND_SECONDS
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise UnitTrouble(f"systemctl {words[0]}: {error}") from None
