"""Several voices as one: each language is spoken by the first that can."""

from vuoro.hardware.sound.voice import WORDS_A_MINUTE, NotSpoken, Voice, WhyNotSpoken


class FirstOf:
    """The best voice first; where it fails, the next one speaks."""

    def __init__(self, *voices: Voice) -> None:
        self._voices = voices

    def speaks(self, language: str) -> bool:
        return any(voice.speaks(language) for voice in self._voices)

    def say(self, text: str, language: str, rate: int = WORDS_A_MINUTE) -> bytes | NotSpoken:
        why = NotSpoken(WhyNotSpoken.NO_VOICE)
        for voice in self._voices:
            if voice.speaks(language):
                spoken = voice.say(text, language, rate)
                if isinstance(spoken, bytes):
                    return spoken
                why = spoken
        return why
