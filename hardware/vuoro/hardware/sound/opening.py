"""The speaker and the voice that the settings ask for."""

from pathlib import Path
from typing import Literal, assert_never

from vuoro.core.clock import Clock
from vuoro.core.settings.schema import CounterSettings, DisplaySettings, SpeechSettings
from vuoro.hardware.sound.arabic import VowelledArabic
from vuoro.hardware.sound.as_loud import AsLoud
from vuoro.hardware.sound.espeak import EspeakVoice
from vuoro.hardware.sound.first_of import FirstOf
from vuoro.hardware.sound.folder import FolderSpeaker
from vuoro.hardware.sound.loudness import LOUDNESS_DBFS
from vuoro.hardware.sound.piper import PiperVoice
from vuoro.hardware.sound.programs import ProgramSpeaker, installed_players
from vuoro.hardware.sound.recordings import RecordedVoice
from vuoro.hardware.sound.remembering import RememberingVoice
from vuoro.hardware.sound.silent import SilentSpeaker
from vuoro.hardware.sound.speaker import Speaker
from vuoro.hardware.sound.voice import Voice


def open_speaker(settings: DisplaySettings, clock: Clock) -> Speaker:
    """The speaker of a display. Raises NoPlayer when sound is wanted and nothing plays it."""
    return _speaker(settings.sound, settings.sound_folder, clock)


def open_counter_speaker(settings: CounterSettings, clock: Clock) -> Speaker:
    """The speaker of a counter box. Raises NoPlayer as above."""
    return _speaker(settings.locating_sound, settings.sound_folder, clock)


def open_speech_speaker(
    settings: SpeechSettings, output: Literal["headset", "loudspeaker"], clock: Clock
) -> Speaker:
    """One of the two speakers of a kiosk that is read aloud. Raises NoPlayer as above.

    Written sounds go to a folder of their own for each.
    """
    device = settings.headset_output if output == "headset" else ""
    return _speaker(settings.sound, settings.sound_folder / output, clock, device)


def open_voice(
    engine: Literal["espeak", "piper", "none"],
    voices: Path | None,
    loudness: float = LOUDNESS_DBFS,
) -> RememberingVoice:
    """What speaks: people's recordings first, then the engine; all of it remembered.

    Piper gives way to espeak-ng where it has no voice; with ``none`` nothing speaks.
    """
    speakers: list[Voice] = []
    if voices is not None and engine != "none":
        speakers.append(RecordedVoice(voices))
    if voices is not None and engine == "piper":
        speakers.append(PiperVoice(voices))
    if engine != "none":
        speakers.append(VowelledArabic(EspeakVoice()))
    return RememberingVoice(AsLoud(FirstOf(*speakers), loudness))


def _speaker(
    kind: Literal["speaker", "folder", "none"], folder: Path, clock: Clock, device: str = ""
) -> Speaker:
    match kind:
        case "speaker":
            return ProgramSpeaker(installed_players(device))
        case "folder":
            return FolderSpeaker(folder, clock)
        case "none":
            return SilentSpeaker()
        case _:
            assert_never(kind)
