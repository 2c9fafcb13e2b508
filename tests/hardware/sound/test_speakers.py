"""Players of the system that fail or hang, and the speaker that writes down what it plays."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from vuoro.core.clock import SteppingClock
from vuoro.core.settings.schema import DisplaySettings
from vuoro.hardware.sound import (
    NoPlayer,
    PlayerFailed,
    PlayerStuck,
    chime,
    open_speaker,
)
from vuoro.hardware.sound import opening as opening_module
from vuoro.hardware.sound.folder import FolderSpeaker
from vuoro.hardware.sound.programs import ProgramSpeaker
from vuoro.hardware.sound.silent import SilentSpeaker
from vuoro.hardware.sound.wav import Sound, seconds, write_wav

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
BROKEN = ("sh", "-c", "echo 'no sound card' >&2; exit 1")
MISSING = ("no-such-player",)


def copier(to: Path) -> tuple[str, ...]:
    """A player that opens the sound by its path and can seek in it, as pw-play does."""
    return ("sh", "-c", f"tail -c +1 /dev/stdin >> '{to}'")


def test_the_player_gets_every_byte_of_the_sound(tmp_path: Path) -> None:
    heard = tmp_path / "heard.wav"

    ProgramSpeaker((copier(heard),)).play(chime())

    assert heard.read_bytes() == chime()


def test_when_one_player_can_not_the_next_one_plays(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    heard = tmp_path / "heard.wav"
    speaker = ProgramSpeaker((MISSING, BROKEN, copier(heard)))

    speaker.play(chime())
    speaker.play(chime())

    assert heard.read_bytes() == chime() * 2
    complaints = [record.getMessage() for record in caplog.records]
    assert complaints == [
        "no-such-player can't be started: No such file or directory",
        "sh can't play: no sound card",
    ]


def test_a_lobby_without_a_sound_card_is_told_by_a_narrow_error() -> None:
    with pytest.raises(PlayerFailed):
        ProgramSpeaker((BROKEN, MISSING)).play(chime())


def test_a_player_that_hangs_is_stopped_and_does_not_hold_the_calls_back() -> None:
    speaker = ProgramSpeaker((("sleep", "60"),), grace=-seconds(chime()) + 0.02)

    with pytest.raises(PlayerStuck, match="sleep"):
        speaker.play(chime())


def test_a_computer_without_any_player_says_so() -> None:
    with pytest.raises(NoPlayer):
        ProgramSpeaker(())


def test_the_folder_speaker_numbers_its_sounds_and_tells_when_each_began(tmp_path: Path) -> None:
    clock = SteppingClock(NOON)
    short = write_wav(Sound(np.zeros((160, 1)), 8000))
    FolderSpeaker(tmp_path, clock).play(short)
    clock.advance(timedelta(seconds=5))
    FolderSpeaker(tmp_path, clock).play(short)

    lines = [json.loads(line) for line in (tmp_path / "played.jsonl").read_text().splitlines()]

    assert lines == [
        {"n": 1, "file": "0001.wav", "seconds": 0.02, "at": "2026-11-23T10:00:00+00:00", "mono": 0},
        {"n": 2, "file": "0002.wav", "seconds": 0.02, "at": "2026-11-23T10:00:05+00:00", "mono": 5},
    ]
    assert (tmp_path / "0002.wav").read_bytes() == short


def test_a_folder_that_can_not_be_written_is_a_player_that_failed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(PlayerFailed):
        FolderSpeaker(tmp_path / "file", SteppingClock(NOON)).play(chime())


def test_the_settings_choose_the_speaker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SteppingClock(NOON)
    monkeypatch.setattr(opening_module, "installed_players", lambda output: (BROKEN,))

    chosen = [
        open_speaker(DisplaySettings(sound="speaker"), clock),
        open_speaker(DisplaySettings(sound="folder", sound_folder=tmp_path), clock),
        open_speaker(DisplaySettings(sound="none"), clock),
    ]

    assert [type(speaker) for speaker in chosen] == [ProgramSpeaker, FolderSpeaker, SilentSpeaker]


def test_sound_that_is_wanted_where_nothing_plays_it_is_told_at_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening_module, "installed_players", lambda output: ())

    with pytest.raises(NoPlayer):
        open_speaker(DisplaySettings(sound="speaker"), SteppingClock(NOON))
