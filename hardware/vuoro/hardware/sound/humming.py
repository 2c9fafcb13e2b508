"""A voice that hums: the simulator that ships, for a computer without espeak-ng."""

from vuoro.hardware.sound.loudness import levelled
from vuoro.hardware.sound.voice import WORDS_A_MINUTE, NotSpoken, WhyNotSpoken
from vuoro.hardware.sound.wav import Sound, write_wav

_RATE = 16_000
_SECONDS_A_CHARACTER = 0.065
_PITCH = 180.0


class HummingVoice:
    """Hums about as long as the words would take, in every language."""

    def speaks(self, language: str) -> bool:
        return True

    def say(self, text: str, language: str, rate: int = WORDS_A_MINUTE) -> bytes | NotSpoken:
        import numpy as np

        if not text.strip():
            return NotSpoken(WhyNotSpoken.FAILED)
        seconds = len(text) * _SECONDS_A_CHARACTER * WORDS_A_MINUTE / rate
        time = np.arange(round(seconds * _RATE)) / _RATE
        hum = np.sin(2 * np.pi * _PITCH * time) * np.sin(np.pi * time / time[-1]) * 0.1
        return levelled(write_wav(Sound(hum.reshape(-1, 1), _RATE)))
