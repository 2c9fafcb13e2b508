"""The speaker that the settings ask for."""

from typing import assert_never

from vuoro.core.clock import Clock
from vuoro.core.settings.schema import DisplaySettings
from vuoro.hardware.sound.folder import FolderSpeaker
from vuoro.hardware.sound.programs import ProgramSpeaker, installed_players
from vuoro.hardware.sound.silent import SilentSpeaker
from vuoro.hardware.sound.speaker import Speaker


def open_speaker(settings: DisplaySettings, clock: Clock) -> Speaker:
    """The speaker of these settings. Raises NoPlayer when sound is wanted and nothing plays it."""
    match settings.sound:
        case "speaker":
            return ProgramSpeaker(installed_players())
        case "folder":
            return FolderSpeaker(settings.sound_folder, clock)
        case "none":
            return SilentSpeaker()
        case _:
            assert_never(settings.sound)
