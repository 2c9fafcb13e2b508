"""What every speaker keeps to, wherever its sound goes."""

import json
import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from tests.hardware.scanners.plugs import until
from vuoro.core.clock import SteppingClock, SystemClock
from vuoro.hardware.sound import Speaker
from vuoro.hardware.sound.folder import FolderSpeaker
from vuoro.hardware.sound.programs import ProgramSpeaker
from vuoro.hardware.sound.silent import SilentSpeaker
from vuoro.hardware.sound.wav import BadWav, Sound, write_wav

CLOCK = SteppingClock(datetime(2026, 11, 23, 7, 0, tzinfo=UTC))


def wav(seconds: float) -> bytes:
    return write_wav(Sound(np.zeros((round(8000 * seconds), 1)), 8000))


def program(tmp_path: Path) -> Speaker:
    return ProgramSpeaker((("sh", "-c", "cat >/dev/null"),))


def folder(tmp_path: Path) -> Speaker:
    return FolderSpeaker(tmp_path, CLOCK)


def silent(tmp_path: Path) -> Speaker:
    return SilentSpeaker()


@pytest.fixture(params=[program, folder, silent])
def speaker(request: pytest.FixtureRequest, tmp_path: Path) -> Speaker:
    make: Callable[[Path], Speaker] = request.param
    return make(tmp_path)


def test_a_sound_is_played_and_the_next_one_after_it(speaker: Speaker) -> None:
    speaker.play(wav(0.02))
    speaker.play(wav(0.02))


@pytest.mark.parametrize("bad", [b"", b"RIFF", b"no sound at all", wav(0.1)[:20]])
def test_what_is_no_sound_is_refused_by_its_name(speaker: Speaker, bad: bytes) -> None:
    with pytest.raises(BadWav):
        speaker.play(bad)


def test_a_closed_speaker_plays_nothing_and_does_not_complain(
    speaker: Speaker, tmp_path: Path
) -> None:
    speaker.close()
    speaker.close()

    speaker.play(wav(60))

    assert list(tmp_path.iterdir()) == []


def endless_program(began: Path) -> Speaker:
    return ProgramSpeaker((("sh", "-c", f"echo > '{began}'; exec sleep 60"),))


def endless_folder(began: Path) -> Speaker:
    return FolderSpeaker(began.parent, CLOCK)


@pytest.mark.parametrize("make", [endless_program, endless_folder])
def test_closing_ends_a_sound_that_plays(make: Callable[[Path], Speaker], tmp_path: Path) -> None:
    began = tmp_path / "played.jsonl"
    os.mkfifo(began)
    speaker = make(began)
    playing = threading.Thread(target=speaker.play, args=(wav(60),), daemon=True)

    playing.start()
    began.read_text()
    speaker.close()
    playing.join(20)

    assert not playing.is_alive()


@pytest.mark.parametrize("make", [endless_program, endless_folder])
def test_stopping_ends_a_sound_within_three_tenths_of_a_second(
    make: Callable[[Path], Speaker], tmp_path: Path
) -> None:
    began = tmp_path / "played.jsonl"
    os.mkfifo(began)
    speaker = make(began)
    playing = threading.Thread(target=speaker.play, args=(wav(60),), daemon=True)
    playing.start()
    began.read_text()

    asked = time.monotonic()
    speaker.stop()
    playing.join(20)
    took = time.monotonic() - asked
    speaker.close()

    assert took < 0.3


def test_what_is_played_after_a_stop_is_heard(speaker: Speaker, tmp_path: Path) -> None:
    speaker.stop()
    speaker.play(wav(0.02))
    speaker.stop()
    speaker.stop()
    speaker.play(wav(0.02))

    if isinstance(speaker, FolderSpeaker):
        assert len((tmp_path / "played.jsonl").read_text().splitlines()) == 2


def test_the_folder_tells_when_a_stop_was_asked_for_and_done(tmp_path: Path) -> None:
    speaker = FolderSpeaker(tmp_path, SystemClock())
    playing = threading.Thread(target=speaker.play, args=(wav(60),), daemon=True)
    playing.start()
    until(lambda: (tmp_path / "played.jsonl").exists())

    speaker.stop()
    playing.join(20)

    told = json.loads((tmp_path / "stopped.jsonl").read_text())
    assert told["n"] == 1
    assert 0 <= told["mono"] - told["asked"] < 0.3
