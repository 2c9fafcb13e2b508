"""The real voice, speakers into folders, a keypad that is a pipe: what a kiosk opens to speak."""

import json
import queue
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from vuoro.core.clock import SystemClock
from vuoro.core.settings.schema import SpeechSettings
from vuoro.hardware.keypads.keys import NavKey
from vuoro.kiosk.flow.speech_events import (
    HeadsetChanged,
    Keyed,
    Say,
    SpeechEvent,
    Spoken,
    Utterance,
    VoicesFound,
)
from vuoro.kiosk.speech.talking import Talking

PATIENCE = 20.0
T = TypeVar("T", bound=SpeechEvent)


class Kiosk:
    """A kiosk's speech alone, with what it tells."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.folder = folder
        self.pipe = folder / "keypad"
        self.told: queue.SimpleQueue[SpeechEvent] = queue.SimpleQueue()
        speech = SpeechSettings(
            sound="folder",
            sound_folder=folder / "sound",
            headset="none",
            keypad=str(self.pipe),
            **settings,  # type: ignore[arg-type]  # a setting or two
        )
        self.talking = Talking(speech, SystemClock(), self.told.put)
        self.talking.start()

    def tells(self, kind: type[T], is_so: Callable[[T], bool] = lambda event: True) -> T:
        while True:
            event = self.told.get(timeout=PATIENCE)
            if isinstance(event, kind) and is_so(event):
                return event

    def press(self, key: NavKey) -> None:
        with self.pipe.open("a", encoding="utf-8") as pipe:
            pipe.write(json.dumps({"key": key.value}) + "\n")

    def says(self, serial: int, *texts: str, private: bool = False) -> None:
        words = tuple(Utterance(text, "fi", private) for text in texts)
        self.talking.run(Say(serial, words, 300, 5))

    def sounds(self, output: str) -> int:
        return len(list((self.folder / "sound" / output).glob("*.wav")))


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    kiosk = Kiosk(tmp_path)
    yield kiosk
    kiosk.talking.close()


def opened(kiosk: Kiosk) -> Kiosk:
    """Once its voices are known and its keypad is there."""
    assert {"fi", "sv", "en", "ar"} <= kiosk.tells(VoicesFound).languages
    for _ in range(200):
        if kiosk.pipe.exists():
            break
        with pytest.raises(queue.Empty):
            kiosk.told.get(timeout=0.05)
    kiosk.press(NavKey.HELP)
    kiosk.tells(Keyed)
    return kiosk


def test_keys_come_with_their_moment(kiosk: Kiosk) -> None:
    opened(kiosk)

    kiosk.press(NavKey.NEXT)

    event = kiosk.tells(Keyed)
    assert event.key is NavKey.NEXT
    assert event.at is not None


def test_words_come_out_of_the_loudspeaker_until_a_headset_is_there(kiosk: Kiosk) -> None:
    opened(kiosk)
    kiosk.says(1, "Hei.")
    assert kiosk.tells(Spoken) == Spoken(1)
    assert (kiosk.sounds("loudspeaker"), kiosk.sounds("headset")) == (1, 0)

    kiosk.press(NavKey.HEADSET_IN)
    assert kiosk.tells(HeadsetChanged) == HeadsetChanged(plugged=True)
    kiosk.says(2, "Hei.")
    kiosk.tells(Spoken)

    assert (kiosk.sounds("loudspeaker"), kiosk.sounds("headset")) == (1, 1)


def test_pulling_the_plug_ends_what_is_said_and_lets_nothing_private_out(kiosk: Kiosk) -> None:
    opened(kiosk)
    kiosk.press(NavKey.HEADSET_IN)
    kiosk.tells(HeadsetChanged)
    kiosk.says(1, "Tämä on pitkä lause, joka jää kesken.", "5", private=True)

    kiosk.press(NavKey.HEADSET_OUT)
    kiosk.tells(HeadsetChanged, lambda event: not event.plugged)
    kiosk.says(2, "7", private=True)

    assert kiosk.tells(Spoken) == Spoken(2)
    assert kiosk.sounds("loudspeaker") == 0


def test_a_kiosk_without_an_engine_says_that_nothing_can_speak(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path, engine="none")

    assert kiosk.tells(VoicesFound) == VoicesFound(frozenset())
    kiosk.says(1, "Hei.")
    kiosk.talking.close()
    assert kiosk.told.empty()


def test_a_keypad_with_a_bad_profile_leaves_the_rest_at_work(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = SpeechSettings(
        sound="folder", sound_folder=tmp_path, headset="none", keypad="usb:2047:0ad1",
        keypad_profile="no-such-profile",
    )  # fmt: skip
    told: queue.SimpleQueue[SpeechEvent] = queue.SimpleQueue()
    talking = Talking(settings, SystemClock(), told.put)
    talking.start()

    assert isinstance(told.get(timeout=PATIENCE), VoicesFound)
    talking.run(Say(1, (Utterance("Hei.", "fi"),), 300, 5))
    assert told.get(timeout=PATIENCE) == Spoken(1)
    talking.close()
    assert "no keypad" in caplog.text
