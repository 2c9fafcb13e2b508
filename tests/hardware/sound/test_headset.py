"""The jack of the headset: plugged, pulled, wiggled, and a sound card that comes and goes."""

import queue
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hardware.scanners.plugs import PATIENCE, SOON
from tests.hardware.scanners.waiting import alive, open_files
from vuoro.core.settings.schema import SpeechSettings
from vuoro.hardware.sound.headset import JackHeadset, NoHeadset, open_headset
from vuoro.hardware.sound.headset.finding import find_jack
from vuoro.hardware.sound.headset.simulated import SimulatedJack


@dataclass
class Time:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


class Kiosk:
    """A headset that is watched, and the sound card it hangs on."""

    def __init__(self, root: Path) -> None:
        self.root, self.time = root, Time()
        self.jack: SimulatedJack | None = None
        self.told: queue.SimpleQueue[bool | None] = queue.SimpleQueue()
        self.headset = JackHeadset(
            root=root, ioctl=self._ioctl, mono=self.time, retry=lambda failures: SOON
        )

    def _ioctl(self, descriptor: int, request: int, argument: int | bytes) -> int | bytes:
        assert self.jack is not None
        return self.jack.ioctl(descriptor, request, argument)

    def card(self, *, plugged: bool = False, node: str = "event7") -> SimulatedJack:
        self.jack = SimulatedJack(self.root, node, plugged=plugged)
        return self.jack

    def next(self) -> bool | None:
        return self.told.get(timeout=PATIENCE)

    def close(self) -> None:
        self.headset.close()
        if self.jack is not None:
            self.jack.remove()


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    kiosk = Kiosk(tmp_path)
    yield kiosk
    kiosk.close()


@pytest.mark.parametrize("plugged", [True, False])
def test_how_it_is_at_the_start_is_told(kiosk: Kiosk, plugged: bool) -> None:
    kiosk.card(plugged=plugged)

    kiosk.headset.watch(kiosk.told.put)

    assert kiosk.next() is plugged
    assert kiosk.headset.plugged is plugged


def test_a_plug_is_told_once_it_is_steady_and_its_pull_at_once(kiosk: Kiosk) -> None:
    jack = kiosk.card()
    kiosk.headset.watch(kiosk.told.put)
    assert kiosk.next() is False

    jack.plug()
    assert kiosk.next() is True
    jack.unplug()
    assert kiosk.next() is False


def test_a_plug_on_its_way_in_does_not_stammer(kiosk: Kiosk) -> None:
    jack = kiosk.card()
    kiosk.headset.watch(kiosk.told.put)
    assert kiosk.next() is False

    for _ in range(4):
        jack.plug()
        jack.unplug()
    jack.plug()

    assert kiosk.next() is True
    assert kiosk.told.empty()


def test_other_switches_of_the_card_say_nothing(kiosk: Kiosk) -> None:
    jack = kiosk.card()
    kiosk.headset.watch(kiosk.told.put)
    assert kiosk.next() is False

    jack.other_switch()
    jack.plug()

    assert kiosk.next() is True


def test_what_the_kernel_threw_away_is_asked_for(kiosk: Kiosk) -> None:
    jack = kiosk.card(plugged=True)
    kiosk.headset.watch(kiosk.told.put)
    assert kiosk.next() is True

    jack.overflow(plugged=False)

    assert kiosk.next() is False


def test_a_card_that_comes_later_or_comes_back_is_found(kiosk: Kiosk) -> None:
    kiosk.headset.watch(kiosk.told.put)
    assert kiosk.headset.plugged is None

    jack = kiosk.card(plugged=True)
    assert kiosk.next() is True
    jack.remove()
    assert kiosk.next() is None
    kiosk.card(node="event12")

    assert kiosk.next() is False


def test_a_bug_in_whoever_is_told_does_not_end_the_watch(
    kiosk: Kiosk, caplog: pytest.LogCaptureFixture
) -> None:
    def take(plugged: bool | None) -> None:
        kiosk.told.put(plugged)
        raise RuntimeError("a bug")

    jack = kiosk.card()
    kiosk.headset.watch(take)
    assert kiosk.next() is False
    jack.plug()

    assert kiosk.next() is True
    assert "could not be told" in caplog.text


def test_a_closed_headset_leaves_nothing_behind(kiosk: Kiosk) -> None:
    kiosk.card()
    before = open_files()
    kiosk.headset.watch(kiosk.told.put)
    assert kiosk.next() is False

    kiosk.headset.close()
    kiosk.headset.close()

    assert kiosk.told.empty()
    assert not alive("headset jack")
    assert open_files() == before


def test_only_an_input_device_with_a_headphone_switch_is_a_jack(tmp_path: Path) -> None:
    for node, switches in (("event1", "1"), ("event3", "0"), ("event10", "10"), ("event2", "4")):
        folder = tmp_path / "sys/class/input" / node / "device/capabilities"
        folder.mkdir(parents=True)
        (folder / "sw").write_text(switches + "\n")
    (tmp_path / "sys/class/input/event0").mkdir()

    assert find_jack(tmp_path) == tmp_path / "dev/input/event2"
    assert find_jack(tmp_path / "nowhere") is None


def test_the_settings_choose_the_headset() -> None:
    assert type(open_headset(SpeechSettings(headset="none"))) is NoHeadset
    assert open_headset(SpeechSettings(headset="none")).plugged is None
    assert type(open_headset(SpeechSettings())) is JackHeadset
