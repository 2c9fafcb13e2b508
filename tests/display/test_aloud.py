"""The loudspeaker's thread: in order, quiet when it should be, and never the end of the board."""

import json
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from vuoro.core.clock import SteppingClock
from vuoro.core.wire.board import BoardCall
from vuoro.display.aloud import Aloud
from vuoro.display.gallery import NOON, call
from vuoro.display.program import NoToken, read_token
from vuoro.display.spoken import sentence
from vuoro.display.uttering import after_chime, chime_at, spoken
from vuoro.hardware.sound import (
    HummingVoice,
    NotSpoken,
    PlayerFailed,
    RememberingVoice,
    WhyNotSpoken,
)
from vuoro.hardware.sound.loudness import LOUDNESS_DBFS, loudness
from vuoro.hardware.sound.transcript import Transcript
from vuoro.hardware.sound.wav import read_wav

FIRST, SECOND, NEXT = call("A017", "3", 0), call("B003", "1", 0), call("A018", "3", 0)
CHIME = chime_at(LOUDNESS_DBFS)


class Ears:
    """A voice and a speaker: what was heard, in order. Speaks Finnish and Swedish."""

    def __init__(self, broken: bool = False) -> None:
        self.broken = broken
        self.voiceless = False
        self.heard: list[bytes] = []
        self.asked: list[str] = []
        self.silence = threading.Semaphore(0)
        self.all_asked = threading.Event()

    def speaks(self, language: str) -> bool:
        return language in ("fi", "sv")

    def say(self, text: str, language: str, rate: int = 140) -> bytes | NotSpoken:
        self.asked.append(text)
        if "kaksikymmentäkolme" in text:
            self.all_asked.set()
        return NotSpoken(WhyNotSpoken.FAILED) if self.voiceless else HummingVoice().say(text, "fi")

    def play(self, wav: bytes) -> None:
        if self.broken:
            raise PlayerFailed("no sound card")
        self.heard.append(wav)

    def stop(self) -> None:
        pass

    def close(self) -> None:
        pass


def listen(
    ears: Ears,
    clock: SteppingClock,
    quiet_hours: str = "",
    loudness: float = LOUDNESS_DBFS,
    transcript: Transcript | None = None,
) -> Aloud:
    aloud = Aloud(
        ears,
        RememberingVoice(ears),
        clock,
        languages=("fi", "sv"),
        quiet_hours=quiet_hours,
        on_silence=ears.silence.release,
        loudness=loudness,
        transcript=transcript,
    )
    aloud.start()
    return aloud


def said(item: BoardCall, language: str = "fi") -> bytes:
    sound = spoken(RememberingVoice(Ears()), sentence(item, language))
    assert isinstance(sound, bytes)
    return sound


def hear(ears: Ears, aloud: Aloud, *calls: BoardCall) -> None:
    for item in calls:
        aloud.announce(item)
        assert ears.silence.acquire(timeout=10)


def test_calls_are_said_one_after_another_each_after_a_chime() -> None:
    ears = Ears()
    aloud = listen(ears, SteppingClock(NOON))

    hear(ears, aloud, FIRST, SECOND)
    aloud.close()

    assert ears.heard == [CHIME, said(FIRST), CHIME, said(SECOND)]
    assert not aloud.speaking


def test_the_number_that_was_likely_next_is_said_in_one_sound_with_its_chime() -> None:
    ears = Ears()
    aloud = listen(ears, SteppingClock(NOON))

    hear(ears, aloud, FIRST)
    assert ears.all_asked.wait(10)
    hear(ears, aloud, NEXT)
    aloud.close()

    assert ears.heard[2:] == [after_chime(said(NEXT), LOUDNESS_DBFS)]


def test_the_tickets_language_follows_the_offices() -> None:
    ears = Ears()
    aloud = listen(ears, SteppingClock(NOON))

    hear(ears, aloud, replace(FIRST, language="sv"))
    aloud.close()

    assert ears.heard == [CHIME, said(FIRST), said(FIRST, "sv")]


def test_the_chime_is_as_loud_as_the_settings_say() -> None:
    ears = Ears()
    aloud = listen(ears, SteppingClock(NOON), loudness=-30)

    hear(ears, aloud, FIRST)
    aloud.close()

    assert loudness(read_wav(ears.heard[0])) == pytest.approx(-30, abs=1.5)


def test_nothing_is_said_in_quiet_hours() -> None:
    ears, clock = Ears(), SteppingClock(NOON - timedelta(hours=5))
    aloud = listen(ears, clock, quiet_hours="20:00-07:00")

    aloud.announce(FIRST)
    clock.advance(timedelta(hours=5))
    hear(ears, aloud, SECOND)
    aloud.close()

    assert ears.heard == [CHIME, said(SECOND)]


def test_a_voice_that_fails_leaves_the_chime(caplog: pytest.LogCaptureFixture) -> None:
    ears = Ears()
    ears.voiceless = True
    aloud = listen(ears, SteppingClock(NOON))

    hear(ears, aloud, FIRST)
    aloud.close()

    assert ears.heard == [CHIME]
    assert "words stay unspoken" in caplog.text


def test_a_broken_speaker_is_logged_and_the_next_call_is_tried(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ears = Ears(broken=True)
    aloud = listen(ears, SteppingClock(NOON))
    hear(ears, aloud, FIRST)

    ears.broken = False
    hear(ears, aloud, SECOND)
    aloud.close()

    assert ears.heard == [CHIME, said(SECOND)]
    assert "could not be heard" in caplog.text


def test_the_transcript_has_every_sentence_and_its_sound(tmp_path: Path) -> None:
    ears, clock = Ears(), SteppingClock(NOON)
    aloud = listen(ears, clock, transcript=Transcript(tmp_path / "said.jsonl", clock))

    hear(ears, aloud, replace(FIRST, language="sv"))
    aloud.close()

    lines = [json.loads(line) for line in (tmp_path / "said.jsonl").read_text().splitlines()]
    assert [(line["language"], line["text"], line["output"]) for line in lines] == [
        ("fi", "A, seitsemäntoista, palvelupiste kolme", "loudspeaker"),
        ("sv", "A, sjutton, disk tre", "loudspeaker"),
    ]
    assert Path(lines[0]["wav"]).read_bytes() == said(FIRST)


def test_a_display_without_a_token_says_what_to_check(tmp_path: Path) -> None:
    with pytest.raises(NoToken, match="token_file"):
        read_token(tmp_path / "display.token")


def test_the_token_is_read_without_its_line_end(tmp_path: Path) -> None:
    (tmp_path / "display.token").write_text("secret\n")

    assert read_token(tmp_path / "display.token") == "secret"
