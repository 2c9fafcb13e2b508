"""A voice that is louder or softer than all voices are by themselves."""

from vuoro.hardware.sound.loudness import LOUDNESS_DBFS, louder
from vuoro.hardware.sound.voice import WORDS_A_MINUTE, NotSpoken, Voice


class AsLoud:
    """Another voice at this loudness, in dBFS."""

    def __init__(self, voice: Voice, loudness: float) -> None:
        self._voice = voice
        self._decibels = loudness - LOUDNESS_DBFS

    def speaks(self, language: str) -> bool:
        return self._voice.speaks(language)

    def say(self, text: str, language: str, rate: int = WORDS_A_MINUTE) -> bytes | NotSpoken:
        spoken = self._voice.say(text, language, rate)
        if isinstance(spoken, NotSpoken) or not self._decibels:
            return spoken
        return louder(spoken, self._decibels)
