"""The faults of lights, sounds, buttons and televisions: what staff see, and that each recovers.

Each row is run against a simulator: the part works, it is hurt, staff see a word, it is healed.
"""

import errno
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.hardware.buttons.pads import Counter
from tests.hardware.lamps.boards import Pins, Relays, Time
from tests.hardware.scanners.plugs import until
from vuoro.core.clock import SteppingClock
from vuoro.display.tv_watch import LOOK_SECONDS, TvWatch
from vuoro.hardware.evdev import EVIOCGRAB
from vuoro.hardware.lamps import LampState
from vuoro.hardware.lamps.blinking import BlinkingLamp
from vuoro.hardware.sound import Speaker, locating
from vuoro.hardware.sound.programs import ProgramSpeaker
from vuoro.hardware.tv.cec import CecTv
from vuoro.hardware.tv.stand_in import COMMAND, read, write
from vuoro.hardware.tv.stand_in import Set as Television
from vuoro.lobby.counter.locator import Locator

NINE = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
Deed = Callable[[], object]
Faults = dict[str, tuple[Deed, Deed]]
"""How to bring a fault about, and how to end it."""


class Bench(Protocol):
    """A part at work on a simulator."""

    faults: Faults

    def comes_to(self, word: str) -> None:
        """Look after the part until staff see this. Raises where they never do."""
        ...

    def close(self) -> None: ...


class Light:
    """A light that is to burn red."""

    def __init__(self, there: Pins | Relays) -> None:
        self._there, self._time = there, Time()
        self._lamp = BlinkingLamp(there.board, self._time)
        self._lamp.show(LampState.SERVING)

    def comes_to(self, word: str) -> None:
        for _ in range(4):
            self._time.now += self._lamp.step()
            if self._lamp.state == word:
                break
        assert self._lamp.state == word
        assert word != "ok" or self._there.burning() == {"red"}

    def close(self) -> None:
        self._there.board.close()


class PinLight(Light):
    def __init__(self, folder: Path) -> None:
        there = Pins(folder)
        super().__init__(there)
        chip = there.chip

        def take_lines() -> None:
            chip.unplug()
            chip.plug()
            chip.users[27] = "gpioset"

        self.faults: Faults = {
            "gone": (chip.unplug, chip.plug),
            "used by another": (take_lines, chip.users.clear),
        }


class RelayLight(Light):
    def __init__(self, folder: Path) -> None:
        there = Relays(folder)
        super().__init__(there)
        relays: Any = there.relays
        report = relays.report
        self.faults: Faults = {
            "gone": (there.unplug, there.plug),
            "rubbish": (
                lambda: setattr(relays, "report", lambda: b"?"),
                lambda: setattr(relays, "report", report),
            ),
        }


class Tick:
    """A locating sound; a script plays it, at once."""

    def __init__(self, folder: Path) -> None:
        self._player = folder / "player"
        self._becomes("exit 0")
        self._locator = Locator(self._open, lambda: locating(-32))
        self._locator.start()
        mend = lambda: self._becomes("exit 0")  # noqa: E731
        self.faults: Faults = {
            "no card": (lambda: self._becomes("exit 1"), mend),
            "no program": (self._player.unlink, mend),
            "hangs": (lambda: self._becomes("exec sleep 60"), mend),
        }

    def _open(self) -> Speaker:
        return ProgramSpeaker(((str(self._player),),), grace=-9.5)

    def _becomes(self, does: str) -> None:
        # Renamed into place: a file that is open for writing can't be run.
        new = self._player.with_suffix(".new")
        new.write_text(f"#!/bin/sh\n{does}\n")
        new.chmod(0o755)
        new.rename(self._player)

    def comes_to(self, word: str) -> None:
        self._locator.want(False)
        self._locator.want(True)
        until(lambda: self._locator.state == word)

    def close(self) -> None:
        self._locator.close()


class Pad(Counter):
    """A key pad that is plugged in and listened to."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._held = False
        self.start()
        self.faults: Faults = {
            "gone": (self.pull, self.plug),
            "grabbed by another": (self._grab, self._let_go),
        }

    def _grab(self) -> None:
        self._held = True
        self.pull()
        self.plug()

    def _let_go(self) -> None:
        self._held = False

    def _ioctl(self, descriptor: int, request: int, argument: int | bytes) -> int | bytes:
        if self._held and request == EVIOCGRAB:
            raise OSError(errno.EBUSY, "Device or resource busy")
        return super()._ioctl(descriptor, request, argument)

    def comes_to(self, word: str) -> None:
        until(lambda: self.button.state == word)


class BoardTv:
    """A television in its hours."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "cec0"
        write(self._file, Television())
        tv = CecTv(self._file, COMMAND)
        self._clock = SteppingClock(NINE)
        self._watch = TvWatch(tv, None, self._clock)
        away = folder / "away"
        obey, answer = self._becomes(obeys=True), self._becomes(there=True)
        self.faults: Faults = {
            "no adapter": (lambda: self._file.rename(away), lambda: away.rename(self._file)),
            "does not answer": (self._becomes(there=False), answer),
            "stays off": (self._becomes(obeys=False, power="standby"), obey),
        }

    def _becomes(self, **changes: Any) -> Deed:
        return lambda: write(self._file, replace(read(self._file), **changes))

    def comes_to(self, word: str) -> None:
        for _ in range(6):
            self._watch.step()
            if self._watch.state == word:
                return
            self._clock.advance(timedelta(seconds=LOOK_SECONDS))
        raise AssertionError(f"{self._watch.state} is not {word}")

    def close(self) -> None:
        self._watch.close()


PARTS: dict[str, Callable[[Path], Bench]] = {
    "light on pins": PinLight,
    "light on relays": RelayLight,
    "sound": Tick,
    "button": Pad,
    "television": BoardTv,
}
TABLE = [
    ("light on pins", "gone", "offline"),
    ("light on pins", "used by another", "offline"),
    ("light on relays", "gone", "offline"),
    ("light on relays", "rubbish", "offline"),
    ("sound", "no card", "offline"),
    ("sound", "no program", "offline"),
    ("sound", "hangs", "offline"),
    ("button", "gone", "offline"),
    ("button", "grabbed by another", "offline"),
    ("television", "no adapter", "offline"),
    ("television", "does not answer", "unknown"),
    ("television", "stays off", "ignores"),
]


@pytest.fixture
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    made = PARTS[request.param](tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("bench", "fault", "word"), TABLE, indirect=["bench"], ids=lambda each: each.replace(" ", "-")
)
def test_a_fault_is_seen_by_staff_and_ends_by_itself(bench: Bench, fault: str, word: str) -> None:
    hurt, heal = bench.faults[fault]
    bench.comes_to("ok")

    hurt()
    bench.comes_to(word)
    heal()

    bench.comes_to("ok")


@pytest.mark.parametrize("bench", PARTS, indirect=True)
def test_the_table_has_every_fault(bench: Bench, request: pytest.FixtureRequest) -> None:
    part = request.node.callspec.params["bench"]

    assert {fault for of, fault, _ in TABLE if of == part} == set(bench.faults)
