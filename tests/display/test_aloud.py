"""The loudspeaker's thread: in order, quiet when it should be, and never the end of the board."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from vuoro.core.clock import SteppingClock
from vuoro.display.aloud import Aloud
from vuoro.display.gallery import NOON, call
from vuoro.display.program import NoToken, read_token
from vuoro.hardware.sound import NotSpoken, PlayerFailed, WhyNotSpoken, chime

FIRST, SECOND = call("A017", "3", 0), call("B003", "1", 0)


class Ears:
    """A voice and a speaker: what was heard, in order."""

    def __init__(self, broken: bool = False) -> None:
        self.broken = broken
        self.heard: list[str] = []
        self.silence = threading.Semaphore(0)

    def speaks(self, language: str) -> bool:
        return language == "fi"

    def say(self, text: str, language: str, rate: int = 140) -> bytes | NotSpoken:
        return text.encode() if language == "fi" else NotSpoken(WhyNotSpoken.NO_VOICE)

    def play(self, wav: bytes) -> None:
        if self.broken:
            raise PlayerFailed("no sound card")
        self.heard.append("chime" if wav == chime() else wav.decode())

    def stop(self) -> None:
        pass

    def close(self) -> None:
        pass


def listen(ears: Ears, clock: SteppingClock, quiet_hours: str = "") -> Aloud:
    aloud = Aloud(
        ears,
        ears,
        clock,
        languages=("fi", "sv"),
        quiet_hours=quiet_hours,
        on_silence=ears.silence.release,
    )
    aloud.start()
    return aloud


def test_calls_are_said_one_after_another_each_after_a_chime() -> None:
    ears = Ears()
    aloud = listen(ears, SteppingClock(NOON))

    aloud.announce(FIRST)
    assert ears.silence.acquire(timeout=10)
    aloud.announce(SECOND)
    assert ears.silence.acquire(timeout=10)
    aloud.close()

    assert ears.heard == [
        "chime",
        "A, seitsemäntoista, palvelupiste kolme",
        "chime",
        "B, kolme, palvelupiste yksi",
    ]
    assert not aloud.speaking


def test_nothing_is_said_in_quiet_hours() -> None:
    ears, clock = Ears(), SteppingClock(NOON - timedelta(hours=5))
    aloud = listen(ears, clock, quiet_hours="20:00-07:00")

    aloud.announce(FIRST)
    clock.advance(timedelta(hours=5))
    aloud.announce(SECOND)
    assert ears.silence.acquire(timeout=10)
    aloud.close()

    assert ears.heard == ["chime", "B, kolme, palvelupiste yksi"]


def test_a_broken_speaker_is_logged_and_the_next_call_is_tried(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ears = Ears(broken=True)
    aloud = listen(ears, SteppingClock(NOON))
    aloud.announce(FIRST)
    assert ears.silence.acquire(timeout=10)

    ears.broken = False
    aloud.announce(SECOND)
    assert ears.silence.acquire(timeout=10)
    aloud.close()

    assert ears.heard == ["chime", "B, kolme, palvelupiste yksi"]
    assert "could not be heard" in caplog.text


def test_a_display_without_a_token_says_what_to_check(tmp_path: Path) -> None:
    with pytest.raises(NoToken, match="token_file"):
        read_token(tmp_path / "display.token")


def test_the_token_is_read_without_its_line_end(tmp_path: Path) -> None:
    (tmp_path / "display.token").write_text("secret\n")

    assert read_token(tmp_path / "display.token") == "secret"
