"""What every navigation keypad keeps to: one on USB, and the lines of a script."""

import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from tests.hardware.scanners.plugs import PATIENCE, SOON, until
from tests.hardware.scanners.waiting import alive, open_files
from vuoro.hardware.keypads import NavKey, NavKeypad
from vuoro.hardware.keypads.evdev_keypad import EvdevKeypad
from vuoro.hardware.keypads.line_keypad import LineKeypad
from vuoro.hardware.keypads.profile import profile_named
from vuoro.hardware.keypads.simulated import LineTyper, SimulatedKeypad
from vuoro.hardware.part_state import PartState
from vuoro.hardware.simulated_usb import SimulatedUsb
from vuoro.hardware.usb_identity import UsbName

NAME = UsbName("2047", "0ad1")
PROFILE = profile_named("generic")


class Hands(Protocol):
    def press(self, key: NavKey) -> None: ...


class Bench:
    """A keypad, hands to press its keys, and what it told."""

    def __init__(self, keypad: NavKeypad) -> None:
        self.keypad = keypad
        self.keys: queue.SimpleQueue[NavKey] = queue.SimpleQueue()

    def plug(self) -> Hands:
        raise NotImplementedError

    def pull(self) -> None:
        raise NotImplementedError

    def start(self) -> Hands:
        hands = self.plug()
        self.keypad.start(self.keys.put)
        until(lambda: self.keypad.state is PartState.OK)
        return hands

    def told(self) -> NavKey:
        return self.keys.get(timeout=PATIENCE)


class UsbBench(Bench):
    def __init__(self, root: Path) -> None:
        self.usb = SimulatedUsb(root)
        self.pad: SimulatedKeypad | None = None
        self._plugging = threading.Lock()
        super().__init__(
            EvdevKeypad(
                str(NAME), PROFILE, root=root, ioctl=self._ioctl, retry=lambda failures: SOON
            )
        )

    def _ioctl(self, descriptor: int, request: int, argument: int | bytes) -> int | bytes:
        # The driver may find the new device before we have its other end.
        with self._plugging:
            assert self.pad is not None
            return self.pad.ioctl(descriptor, request, argument)

    def plug(self) -> SimulatedKeypad:
        with self._plugging:
            self.pad = SimulatedKeypad(self.usb.plug(NAME, "input", "event4"), NAME, PROFILE)
            return self.pad

    def pull(self) -> None:
        assert self.pad is not None
        self.usb.unplug("event4")
        self.pad.unplug()


class LineBench(Bench):
    def __init__(self, root: Path) -> None:
        self.path = root / "keys"
        super().__init__(LineKeypad(self.path, retry=lambda failures: SOON))

    def plug(self) -> LineTyper:
        return LineTyper(self.path)

    def pull(self) -> None:
        """A script ends; the pipe stays, and the next script finds it."""


@pytest.fixture(params=[UsbBench, LineBench])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    bench: Bench = request.param(tmp_path)
    yield bench
    bench.keypad.close()
    if isinstance(bench, UsbBench) and bench.pad is not None:
        bench.pad.unplug()


def test_keys_are_told_in_order(bench: Bench) -> None:
    hands = bench.start()
    pressed = [NavKey.NEXT, NavKey.NEXT, NavKey.BACK, NavKey.CHOOSE, NavKey.DIGIT_0, NavKey.HELP]

    for key in pressed:
        hands.press(key)

    assert [bench.told() for _ in pressed] == pressed


def test_every_key_that_the_profile_has_is_told(bench: Bench) -> None:
    hands = bench.start()
    keys = sorted(set(PROFILE.keys.values()))

    for key in keys:
        hands.press(key)

    assert [bench.told() for _ in keys] == keys


def test_a_keypad_that_was_pulled_out_works_again_when_it_is_back(bench: Bench) -> None:
    bench.start().press(NavKey.NEXT)
    assert bench.told() is NavKey.NEXT
    bench.pull()
    if isinstance(bench, UsbBench):
        until(lambda: bench.keypad.state is PartState.OFFLINE)

    hands = bench.plug()
    until(lambda: bench.keypad.state is PartState.OK)
    hands.press(NavKey.CHOOSE)

    assert bench.told() is NavKey.CHOOSE


def test_whoever_fails_at_a_key_gets_the_next_one(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    heard: queue.SimpleQueue[NavKey] = queue.SimpleQueue()

    def take(key: NavKey) -> None:
        if key is NavKey.BACK:
            raise RuntimeError("a bug")
        heard.put(key)

    hands = bench.plug()
    bench.keypad.start(take)
    until(lambda: bench.keypad.state is PartState.OK)
    hands.press(NavKey.BACK)
    hands.press(NavKey.NEXT)

    assert heard.get(timeout=PATIENCE) is NavKey.NEXT
    assert "could not be handled" in caplog.text


def test_a_closed_keypad_leaves_nothing_behind(bench: Bench) -> None:
    before = open_files()
    bench.start()

    bench.keypad.close()
    bench.keypad.close()
    if isinstance(bench, UsbBench):
        bench.pull()

    assert bench.keypad.state is PartState.OFFLINE
    assert not alive("navigation keypad")
    assert not alive("keypad of lines")
    assert open_files() <= before


def test_a_keypad_may_be_closed_that_was_never_started(bench: Bench) -> None:
    bench.keypad.close()
