"""The speaker that the settings ask for."""

from pathlib import Path
from typing import Literal, assert_never

from vuoro.core.clock import Clock
from vuoro.core.settings.schema import CounterSettings, DisplaySettings
from vuoro.hardware.sound.folder import FolderSpeaker
from vuoro.hardware.sound.programs import ProgramSpeaker, installed_players
from vuoro.hardware.sound.silent import SilentSpeaker
from vuoro.hardware.sound.speaker import Speaker


def open_speaker(settings: DisplaySettings, clock: Clock) -> Speaker:
    """The speaker of a display. Raises NoPlayer when sound is wanted and nothing plays it."""
    return _speaker(settings.sound, settings.sound_folder, clock)


def open_counter_speaker(settings: CounterSettings, clock: Clock) -> Speaker:
    """The speaker of a counter box. Raises NoPlayer as above."""
    return _speaker(settings.locating_sound, settings.sound_folder, clock)


def _speaker(kind: Literal["speaker", "folder", "none"], folder: Path, clock: Clock) -> Speaker:
    match kind:
        case "speaker":
            return ProgramSpeaker(installed_players())
        case "folder":
            return FolderSpeaker(folder, clock)
        case "none":
            return SilentSpeaker()
        case _:
            assert_never(kind)
