"""The key pad at a counter: read key by key, kept from every window, found again."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hardware.buttons.pads import Counter
from tests.hardware.scanners.plugs import until
from vuoro.core.settings.schema import CounterSettings
from vuoro.hardware.buttons import Press, open_button
from vuoro.hardware.evdev import PRESSED, RELEASED
from vuoro.hardware.part_state import PartState

KEY = 30


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    made = Counter(tmp_path)
    yield made
    made.close()


def test_a_key_calls_the_next_client_and_reaches_no_window(counter: Counter) -> None:
    pad = counter.start()

    pad.tap("plain", KEY, every=5)

    assert counter.told() is Press.SHORT
    assert pad.window == []


def test_two_presses_in_a_second_are_one(counter: Counter) -> None:
    pad = counter.start()

    pad.tap("plain", KEY, every=5)
    pad.tap("plain", KEY, every=0.5)
    pad.tap("plain", KEY, every=5)

    assert [counter.told(), counter.told()] == [Press.SHORT] * 2
    assert counter.presses.empty()


def test_a_key_held_for_two_seconds_asks_for_help_while_it_is_held(counter: Counter) -> None:
    pad = counter.start()
    counter.time.now = 102.5

    pad.stroke(KEY, PRESSED)

    assert counter.told() is Press.LONG
    pad.stroke(KEY, RELEASED)
    pad.tap("plain", KEY, every=5)
    assert counter.told() is Press.SHORT


def test_a_button_pulled_out_is_found_again_in_another_socket(counter: Counter) -> None:
    counter.start()

    counter.pull()
    until(lambda: counter.button.state is PartState.OFFLINE)
    pad = counter.plug("event9")
    until(lambda: counter.button.state is PartState.OK)
    pad.tap("plain", KEY, every=5)

    assert counter.told() is Press.SHORT


def test_a_key_held_while_the_plug_was_pulled_is_no_press(counter: Counter) -> None:
    counter.start().stroke(KEY, PRESSED)

    counter.pull()
    until(lambda: counter.button.state is PartState.OFFLINE)
    pad = counter.plug("event9")
    until(lambda: counter.button.state is PartState.OK)
    pad.stroke(KEY, RELEASED)
    pad.tap("plain", KEY, every=5)

    assert counter.told() is Press.SHORT
    assert counter.presses.empty()


def test_half_a_press_whose_end_the_kernel_threw_away_is_none(counter: Counter) -> None:
    pad = counter.start()

    pad.stroke(KEY, PRESSED)
    pad.overflow()
    pad.stroke(KEY, RELEASED)
    pad.tap("plain", KEY, every=5)

    assert counter.told() is Press.SHORT
    assert counter.presses.empty()


def test_a_press_that_nobody_could_handle_is_not_the_last(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    pad, presses = counter.plug(), counter.presses

    def broken_once(press: Press) -> None:
        presses.put(press)
        if presses.qsize() == 1:
            raise ValueError

    counter.button.start(broken_once)
    until(lambda: counter.button.state is PartState.OK)
    for _ in range(2):
        pad.tap("plain", KEY, every=5)
    until(lambda: presses.qsize() == 2)

    assert "could not be handled" in caplog.text


def test_rubbish_from_the_pad_is_no_press_and_no_end(counter: Counter) -> None:
    pad = counter.start()

    for kind in range(0, 32):
        for value in (-1, 2, 3, 2**31 - 1):
            pad.event(kind, 700, value)
    pad.tap("plain", KEY, every=5)

    assert counter.told() is Press.SHORT
    assert counter.presses.empty()


def test_plugging_a_hundred_times_leaves_no_file_open(counter: Counter) -> None:
    counter.start()
    before = len(os.listdir("/proc/self/fd"))

    for number in range(100):
        counter.pull("event3" if number == 0 else f"event{100 + number - 1}")
        until(lambda: counter.button.state is PartState.OFFLINE)
        counter.plug(f"event{100 + number}")
        until(lambda: counter.button.state is PartState.OK)

    assert len(os.listdir("/proc/self/fd")) == before


def test_closing_ends_the_thread_and_gives_the_keys_back(counter: Counter) -> None:
    pad = counter.start()

    counter.button.close()
    pad.tap("plain", KEY, every=5)

    assert pad.window == [KEY, KEY]
    assert counter.presses.empty()
    assert [thread for thread in threading.enumerate() if thread.name == "button"] == []


def test_a_counter_without_a_button_says_so() -> None:
    button = open_button(CounterSettings())
    button.start(lambda press: None)
    button.close()

    assert button.state is PartState.NONE


def test_a_button_that_is_not_there_is_offline_not_an_error() -> None:
    button = open_button(CounterSettings(button="usb:1189:8890"))

    assert button.state is PartState.OFFLINE
    button.close()
