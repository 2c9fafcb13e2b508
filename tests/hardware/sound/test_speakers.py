"""Players of the system that fail or hang, and the speaker that writes down what it plays."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from vuoro.core.clock import SteppingClock
from vuoro.core.settings.schema import DisplaySettings, SpeechSettings
from vuoro.hardware.sound import (
    NoPlayer,
    PlayerFailed,
    PlayerStuck,
    at_volume,
    chime,
    levelled,
    open_speaker,
    open_speech_speaker,
)
from vuoro.hardware.sound import opening as opening_module
from vuoro.hardware.sound.folder import FolderSpeaker
from vuoro.hardware.sound.loudness import loudness
from vuoro.hardware.sound.programs import ProgramSpeaker, installed_players
from vuoro.hardware.sound.silent import SilentSpeaker
from vuoro.hardware.sound.wav import Sound, read_wav, seconds, write_wav

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


def installed(*names: str) -> Callable[[str], str | None]:
    return lambda name: f"/usr/bin/{name}" if name in names else None


@pytest.mark.parametrize("output", ["plughw:CARD=Headphones", "hw:1,0", "default:CARD=Audio"])
def test_a_sound_device_of_alsa_is_played_on_by_aplay_alone(
    output: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", installed("pw-play", "paplay", "aplay"))

    assert installed_players(output) == (("aplay", "--quiet", "--device", output, "/dev/stdin"),)


def test_a_sink_of_the_sound_server_is_named_to_it_and_nothing_falls_back_to_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is private for the headset must not come out of the loudspeaker of the lobby."""
    monkeypatch.setattr("shutil.which", installed("pw-play", "paplay", "aplay"))

    pipewire, pulse = installed_players("alsa_output.usb-headset")

    assert pipewire[:3] == ("pw-play", "--target", "alsa_output.usb-headset")
    assert '"node.dont-fallback": true' in " ".join(pipewire)
    assert pulse == ("paplay", "--device", "alsa_output.usb-headset", "/dev/stdin")


def test_without_a_device_the_best_player_there_is_plays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", installed("aplay"))

    assert installed_players() == (("aplay", "--quiet", "/dev/stdin"),)


def test_headset_and_loudspeaker_of_a_kiosk_have_folders_of_their_own(tmp_path: Path) -> None:
    settings = SpeechSettings(sound="folder", sound_folder=tmp_path)
    short = write_wav(Sound(np.zeros((160, 1)), 8000))

    open_speech_speaker(settings, "headset", SteppingClock(NOON)).play(short)

    assert (tmp_path / "headset/0001.wav").read_bytes() == short
    assert not (tmp_path / "loudspeaker").exists()


@pytest.mark.parametrize("volume", range(1, 11))
def test_each_step_of_the_volume_is_heard_and_none_crackles(volume: int) -> None:
    sound = levelled(chime())

    softer, louder = (
        read_wav(at_volume(sound, step)) for step in (max(1, volume - 1), min(10, volume + 1))
    )

    assert loudness(louder) - loudness(softer) > 1.5
    assert np.abs(louder.samples).max() < 1
    assert at_volume(sound, 5) == sound
