"""What every light keeps to, on pins or on relays."""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.hardware.lamps.boards import PINS, LowPins, Pins, Plugged, Relays, Time
from tests.hardware.scanners.plugs import until
from vuoro.hardware.lamps.blinking import REFRESH_SECONDS, BlinkingLamp
from vuoro.hardware.lamps.lamp import LampState
from vuoro.hardware.part_state import PartState


@dataclass
class Rig:
    """A lamp over a board that a test can pull out, and the time it goes by."""

    there: Plugged
    time: Time = field(default_factory=Time)

    def __post_init__(self) -> None:
        self.lamp = BlinkingLamp(self.there.board, self.time)

    def after(self, seconds: float) -> set[str]:
        """What burns when the lamp has been looked after at that time."""
        self.time.now += seconds
        self.lamp.step()
        return self.there.burning()


KINDS: dict[str, Callable[[Path], Plugged]] = {"pins": Pins, "low": LowPins, "relays": Relays}


@pytest.fixture(params=KINDS)
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    made = Rig(KINDS[request.param](tmp_path))
    yield made
    made.lamp.close()
    made.there.board.close()


def test_a_light_is_dark_until_it_is_told_something(rig: Rig) -> None:
    assert rig.after(0) == set()
    assert rig.lamp.state is PartState.OK


@pytest.mark.parametrize(
    ("state", "burning"),
    [
        (LampState.DARK, set()),
        (LampState.FREE, {"yellow"}),
        (LampState.CALLED, {"green"}),
        (LampState.SERVING, {"red"}),
        (LampState.NOBODY_WAITS, {"yellow"}),
    ],
)
def test_a_light_burns_as_it_is_told(rig: Rig, state: LampState, burning: set[str]) -> None:
    rig.lamp.show(LampState.SERVING)
    rig.after(0)

    rig.lamp.show(state)

    assert rig.after(0) == burning


def test_a_call_blinks(rig: Rig) -> None:
    rig.lamp.show(LampState.CALLED)

    assert [rig.after(0.25) for _ in range(6)] == [
        {"green"}, set(), set(), {"green"}, {"green"}, set(),
    ]  # fmt: skip


def test_the_same_call_again_blinks_from_the_beginning(rig: Rig) -> None:
    rig.lamp.show(LampState.CALLED)
    assert rig.after(0.6) == set()

    rig.lamp.show(LampState.CALLED)

    assert rig.after(0) == {"green"}


def test_a_light_that_was_burning_before_we_came_goes_dark(rig: Rig) -> None:
    rig.lamp.show(LampState.SERVING)
    rig.after(0)
    killed_in_mid_sentence = BlinkingLamp(rig.there.board, rig.time)

    killed_in_mid_sentence.step()

    assert rig.there.burning() == set()


def test_a_light_pulled_out_is_told_once_and_found_again(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.lamp.show(LampState.SERVING)
    rig.after(0)
    with caplog.at_level(logging.WARNING):
        rig.there.unplug()
        assert [rig.after(REFRESH_SECONDS) for _ in range(5)] == [set()] * 5
        while_out = rig.lamp.state
        rig.there.plug()

        assert rig.after(8) == {"red"}

    assert (while_out, rig.lamp.state) == (PartState.OFFLINE, PartState.OK)
    assert len(caplog.records) == 1


def test_a_light_that_is_not_there_is_asked_for_ever_less(rig: Rig) -> None:
    rig.there.unplug()

    waits = [rig.lamp.step() for _ in range(8)]

    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0]


def test_a_light_that_is_pulled_out_and_back_between_two_looks_burns_again(rig: Rig) -> None:
    rig.lamp.show(LampState.FREE)
    rig.after(0)

    rig.there.unplug()
    rig.there.plug()
    rig.after(REFRESH_SECONDS)

    assert rig.after(1) == {"yellow"}


def test_a_still_light_is_set_again_every_few_seconds(rig: Rig) -> None:
    rig.lamp.show(LampState.SERVING)

    assert rig.lamp.step() == REFRESH_SECONDS


def test_the_thread_shows_what_it_is_told_and_leaves_the_light_dark(rig: Rig) -> None:
    rig.lamp.start()
    rig.lamp.show(LampState.SERVING)
    until(lambda: rig.there.burning() == {"red"})

    rig.lamp.close()

    assert rig.there.burning() == set()
    assert rig.lamp.state is PartState.OFFLINE
    assert [thread for thread in threading.enumerate() if thread.name == "lamp"] == []


def test_a_still_light_costs_nothing(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    looks, step = threading.Semaphore(0), rig.lamp.step

    def counted() -> float:
        looks.release()
        return step()

    monkeypatch.setattr(rig.lamp, "step", counted)
    rig.lamp.start()
    rig.lamp.show(LampState.SERVING)
    until(lambda: rig.there.burning() == {"red"})

    assert any(not looks.acquire(timeout=0.3) for _ in range(20))


def test_a_light_never_started_or_closed_twice_is_no_trouble(rig: Rig) -> None:
    rig.lamp.close()
    rig.lamp.close()
    rig.lamp.start()

    assert rig.there.burning() == set()


def test_a_bug_in_the_thread_leaves_the_light_dark(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.lamp.show(LampState.SERVING)
    rig.lamp.start()
    until(lambda: rig.there.burning() == {"red"})
    raised = threading.Event()
    monkeypatch.setattr(threading, "excepthook", lambda args: raised.set())
    monkeypatch.setattr("vuoro.hardware.lamps.blinking.lit", None)

    rig.lamp.show(LampState.FREE)

    assert raised.wait(20)
    until(lambda: rig.there.burning() == set())


def test_plugging_five_hundred_times_leaves_nothing_behind(rig: Rig) -> None:
    rig.lamp.show(LampState.SERVING)
    for _ in range(500):
        rig.there.unplug()
        rig.after(1)
        rig.there.plug()
        rig.after(8)

    assert rig.there.burning() == {"red"}
    if isinstance(rig.there, Relays):
        assert rig.there.relays.open_files == 1
    else:
        assert isinstance(rig.there, Pins)
        assert set(rig.there.chip.users) == set(PINS)
