"""What a lobby hears: a chime, a voice, and the loudspeaker they come out of.

Importing this is cheap; numpy is loaded with the first sound.
"""

from vuoro.hardware.sound.chime import chime
from vuoro.hardware.sound.espeak import EspeakVoice
from vuoro.hardware.sound.humming import HummingVoice
from vuoro.hardware.sound.locating import locating
from vuoro.hardware.sound.loudness import at_volume, levelled
from vuoro.hardware.sound.opening import (
    open_counter_speaker,
    open_speaker,
    open_speech_speaker,
    open_voice,
)
from vuoro.hardware.sound.remembering import RememberingVoice
from vuoro.hardware.sound.speaker import NoPlayer, PlayerFailed, PlayerStuck, Speaker, SpeakerError
from vuoro.hardware.sound.taken import taken
from vuoro.hardware.sound.voice import NotSpoken, Voice, WhyNotSpoken

__all__ = [
    "EspeakVoice",
    "HummingVoice",
    "NoPlayer",
    "NotSpoken",
    "PlayerFailed",
    "PlayerStuck",
    "RememberingVoice",
    "Speaker",
    "SpeakerError",
    "Voice",
    "WhyNotSpoken",
    "at_volume",
    "chime",
    "levelled",
    "locating",
    "open_counter_speaker",
    "open_speaker",
    "open_speech_speaker",
    "open_voice",
    "taken",
]
