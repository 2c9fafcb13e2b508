"""The voice of espeak-ng: plain, in a hundred languages, without a network."""

import subprocess

from vuoro.hardware.sound.finishing import finished
from vuoro.hardware.sound.voice import WORDS_A_MINUTE, NotSpoken, WhyNotSpoken

_VOICES = {
    "fi": "fi",
    "fi-simple": "fi",
    "sv": "sv",
    "en": "en-gb",
    "ru": "ru",
    "uk": "uk",
    "et": "et",
    "ar": "ar",
    "fa": "fa",
    "vi": "vi",
    "zh": "cmn-latn-pinyin",
}
"""espeak-ng's voice for each language of visitors that it has.

Its ``ku`` is Kurmanji, another language in other letters; it has no Somali, and of the Sámi
languages only that of Lule. Its ``th`` spells Thai words letter by letter, and its plain ``cmn``
reads the pinyin of most characters as English: nobody would understand either.
"""
_SLOWER = {"fi-simple": 0.85}
_TIMEOUT = 5.0


class EspeakVoice:
    """Speaks through the program ``espeak-ng``."""

    def __init__(self, program: str = "espeak-ng", timeout: float = _TIMEOUT) -> None:
        self._program = program
        self._timeout = timeout

    def speaks(self, language: str) -> bool:
        return language.lower() in _VOICES

    def say(self, text: str, language: str, rate: int = WORDS_A_MINUTE) -> bytes | NotSpoken:
        tag = language.lower()
        if tag not in _VOICES:
            return NotSpoken(WhyNotSpoken.NO_VOICE)
        speed = round(rate * _SLOWER.get(tag, 1.0))
        try:
            done = subprocess.run(
                self._command(_VOICES[tag], speed),
                input=text.encode("utf-8"),
                capture_output=True,
                timeout=self._timeout,
            )
        except subprocess.TimeoutExpired:
            return NotSpoken(WhyNotSpoken.TIMED_OUT)
        except OSError:
            return NotSpoken(WhyNotSpoken.NO_PROGRAM)
        if b"voice does not exist" in done.stderr:
            return NotSpoken(WhyNotSpoken.NO_VOICE)
        return finished(done.stdout) if done.returncode == 0 else NotSpoken(WhyNotSpoken.FAILED)

    def _command(self, voice: str, speed: int) -> list[str]:
        """By standard input no text can pass for an option, or be seen among the processes.

        ``-z`` leaves out the pause after the last sentence.
        """
        return [self._program, "-v", voice, "-s", str(speed), "-z", "--stdin", "--stdout"]
