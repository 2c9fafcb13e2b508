"""The threads that speak: in order, ahead, stopped at once, and private only in the headset."""

import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from vuoro.core.clock import SteppingClock
from vuoro.hardware.sound import NotSpoken, PlayerFailed, WhyNotSpoken
from vuoro.hardware.sound.speaker import Hush as Quiet
from vuoro.hardware.sound.transcript import Transcript
from vuoro.hardware.sound.wav import Sound, write_wav
from vuoro.kiosk.flow.speech_events import HeadsetChanged, Say, Spoken, Utterance
from vuoro.kiosk.samples import NOW
from vuoro.kiosk.speech.ear import Ear
from vuoro.kiosk.speech.mouth import Mouth
from vuoro.kiosk.speech.outputs import Output, Outputs

PATIENCE = 10.0


@dataclass
class FakeVoice:
    """Every text is a sound of its own length; nobody speaks Swedish here."""

    asked: "queue.SimpleQueue[str]" = field(default_factory=queue.SimpleQueue)
    texts: dict[bytes, str] = field(default_factory=dict)

    def speaks(self, language: str) -> bool:
        return language != "sv"

    def say(self, text: str, language: str, rate: int = 140) -> bytes | NotSpoken:
        import numpy as np

        self.asked.put(text)
        if language == "sv":
            return NotSpoken(WhyNotSpoken.NO_VOICE)
        samples = np.full((1000 + 10 * len(text), 1), 0.1)
        return write_wav(Sound(samples, 8000))


@dataclass
class FakeSpeaker:
    """Plays until it is let go or stopped."""

    name: Output
    begun: "queue.SimpleQueue[tuple[Output, bytes]]"
    released: threading.Semaphore
    broken: bool = False
    stopped: list[float] = field(default_factory=list)
    quiet: Quiet = field(default_factory=Quiet)

    def play(self, wav: bytes) -> None:
        if self.broken:
            raise PlayerFailed("no card")
        began = self.quiet.begin()
        self.begun.put((self.name, wav))
        while not self.released.acquire(timeout=0.005):
            if self.quiet.over(began):
                self.stopped.append(time.monotonic())
                return

    def stop(self) -> None:
        self.quiet.stop()

    def close(self) -> None:
        self.quiet.close()


class Room:
    """A mouth with a fake world around it."""

    def __init__(self, *, loudspeaker: bool = True, folder: Path | None = None) -> None:
        self.begun: queue.SimpleQueue[tuple[Output, bytes]] = queue.SimpleQueue()
        self.released = threading.Semaphore(0)
        self.speakers: dict[Output, FakeSpeaker] = {}
        self.spoken: queue.SimpleQueue[Spoken] = queue.SimpleQueue()
        self.failed = threading.Event()
        self.headset = False
        self.broken = False
        self.voice = FakeVoice()
        transcript = Transcript(folder / "t.jsonl", SteppingClock(NOW)) if folder else None
        self.mouth = Mouth(
            self.voice, Outputs(self._open, loudspeaker=loudspeaker), lambda: self.headset,
            self.spoken.put, self.failed.set, transcript,
        )  # fmt: skip
        self.mouth.start()

    def _open(self, output: Output) -> FakeSpeaker:
        speaker = FakeSpeaker(output, self.begun, self.released, self.broken)
        self.speakers[output] = speaker
        return speaker

    def says(self, *texts: str, serial: int = 1, private: bool = False, **more: object) -> None:
        words = tuple(Utterance(text, "fi", private) for text in texts)
        self.mouth.say(Say(serial, words, 140, 5, **more))  # type: ignore[arg-type]  # patient, soon

    def hears(self) -> Output:
        return self.begun.get(timeout=PATIENCE)[0]


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room()
    yield room
    room.mouth.close()


def test_words_come_one_after_another_and_their_end_is_told(room: Room) -> None:
    room.says("yksi", "kaksi", serial=7)

    assert room.hears() == "loudspeaker"
    room.released.release()
    room.hears()
    assert room.spoken.empty()
    room.released.release()
    assert room.spoken.get(timeout=PATIENCE) == Spoken(7)


def test_new_words_end_the_old_ones_at_once(room: Room) -> None:
    room.says("pitkä puhe", serial=1)
    room.hears()
    asked = time.monotonic()

    room.says("uutta", serial=2)

    room.hears()
    assert room.speakers["loudspeaker"].stopped[0] - asked < 0.3
    room.released.release()
    assert room.spoken.get(timeout=PATIENCE) == Spoken(2)
    assert room.spoken.empty()


def test_a_hush_ends_everything_and_nothing_of_it_is_told_as_said(room: Room) -> None:
    room.says("yksi", "kaksi", "kolme")
    room.hears()

    room.mouth.hush()
    room.says("neljä", serial=9)

    room.hears()
    room.released.release()
    assert room.spoken.get(timeout=PATIENCE) == Spoken(9)
    assert room.begun.empty()


def test_patient_words_wait_for_their_turn(room: Room) -> None:
    room.says("yksi", serial=1)
    room.hears()
    room.says("kaksi", serial=2, patient=True)

    assert room.speakers["loudspeaker"].stopped == []
    room.released.release()
    assert room.spoken.get(timeout=PATIENCE) == Spoken(1)
    room.hears()
    room.released.release()
    assert room.spoken.get(timeout=PATIENCE) == Spoken(2)


def test_a_hundred_interruptions_leave_only_the_last_words(room: Room) -> None:
    for serial in range(100):
        room.says("sana", serial=serial)
    room.says("viimeinen", serial=100)

    room.released.release(200)
    while room.spoken.get(timeout=PATIENCE) != Spoken(100):
        pass


def test_private_words_come_out_of_the_headset_only(room: Room) -> None:
    room.says("5", "laskettu", private=True, serial=1)
    assert room.spoken.get(timeout=PATIENCE) == Spoken(1)
    assert room.begun.empty()

    room.headset = True
    room.says("5", private=True, serial=2)
    assert room.hears() == "headset"
    room.released.release()


def test_a_silent_loudspeaker_says_nothing_but_goes_on() -> None:
    room = Room(loudspeaker=False)
    room.says("yksi", serial=3)

    assert room.spoken.get(timeout=PATIENCE) == Spoken(3)
    assert room.begun.empty()
    room.mouth.close()


def test_what_is_likely_next_is_made_before_it_is_wanted(room: Room) -> None:
    room.says("nyt", soon=(Utterance("kohta", "fi"),))
    room.hears()

    assert [room.voice.asked.get(timeout=PATIENCE) for _ in range(2)] == ["nyt", "kohta"]
    room.released.release()


def test_words_without_a_voice_are_passed_over_and_stay_out_of_the_log(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    words = (Utterance("salaisuus", "sv"), Utterance("julkista", "fi"))
    room.mouth.say(Say(1, words, 140, 5))

    room.hears()
    room.released.release()
    assert room.spoken.get(timeout=PATIENCE) == Spoken(1)
    assert "sv" in caplog.text
    assert "salaisuus" not in caplog.text


def test_a_card_that_is_gone_is_told(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    room.broken = True

    room.says("yksi")

    assert room.failed.wait(PATIENCE)
    assert "nothing plays speech" in caplog.text


def test_a_transcript_keeps_what_was_said_but_nothing_private(tmp_path: Path) -> None:
    room = Room(folder=tmp_path)
    room.headset = True
    room.says("Numerosi on.", serial=1)
    room.says("5", private=True, serial=2, patient=True)
    room.released.release(2)
    while room.spoken.get(timeout=PATIENCE) != Spoken(2):
        pass
    room.mouth.close()

    lines = (tmp_path / "t.jsonl").read_text(encoding="utf-8").splitlines()
    first, second = (msgspec.json.decode(line) for line in lines)
    assert (first["text"], first["output"], first["private"]) == ("Numerosi on.", "headset", False)
    assert Path(first["wav"]).read_bytes().startswith(b"RIFF")
    assert (second["text"], second["wav"], second["private"]) == ("•", "", True)


def test_a_closed_mouth_has_no_threads_left() -> None:
    room = Room()
    room.says("yksi", "kaksi")
    room.hears()

    room.mouth.close()

    names = [thread.name for thread in threading.enumerate()]
    assert "kiosk speech" not in names
    assert "kiosk voice" not in names


def test_an_ear_tells_a_plug_from_what_was_found() -> None:
    told: list[HeadsetChanged] = []
    ear = Ear(told.append)

    ear.jack(True)
    ear.jack(True)
    ear.jack(False)
    ear.plug(True)
    ear.jack(None)

    assert told == [
        HeadsetChanged(plugged=True, found=True),
        HeadsetChanged(plugged=False),
        HeadsetChanged(plugged=True),
        HeadsetChanged(plugged=False),
    ]
