"""The voice of espeak-ng: plain, in a hundred languages, without a network."""

import re
import subprocess
from collections import OrderedDict

from vuoro.hardware.sound.loudness import levelled
from vuoro.hardware.sound.voice import NotSpoken, WhyNotSpoken
from vuoro.hardware.sound.wav import BadWav, seconds

_VOICES = {"en": "en-gb", "zh": "cmn", "no": "nb"}
"""Where espeak-ng's name differs from the language's tag."""
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*")
_WORDS_A_MINUTE = 140
"""Calm: espeak-ng's own 175 is hurried in a hall that echoes."""
_TIMEOUT = 5.0
_KEPT = 64
"""Sounds kept, about 100 kB each: the calls of a lobby repeat themselves."""


class EspeakVoice:
    """Speaks through the program ``espeak-ng``, and remembers what it said last."""

    def __init__(
        self, program: str = "espeak-ng", timeout: float = _TIMEOUT, kept: int = _KEPT
    ) -> None:
        self._program = program
        self._timeout = timeout
        self._kept = kept
        self._said: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    def say(self, text: str, language: str) -> bytes | NotSpoken:
        known = self._said.get((text, language))
        if known is not None:
            self._said.move_to_end((text, language))
            return known
        spoken = self._spoken(text, language)
        if isinstance(spoken, bytes):
            self._said[text, language] = spoken
            if len(self._said) > self._kept:
                self._said.popitem(last=False)
        return spoken

    def _spoken(self, text: str, language: str) -> bytes | NotSpoken:
        tag = language.lower()
        if not _TAG.fullmatch(tag):
            return NotSpoken(WhyNotSpoken.NO_VOICE)
        try:
            done = subprocess.run(
                self._command(_VOICES.get(tag, tag)),
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
        return _sound(done.stdout) if done.returncode == 0 else NotSpoken(WhyNotSpoken.FAILED)

    def _command(self, voice: str) -> list[str]:
        """By standard input no text can pass for an option, or be seen among the processes.

        ``-z`` leaves out the pause after the last sentence.
        """
        return [self._program, "-v", voice, "-s", str(_WORDS_A_MINUTE), "-z", "--stdin", "--stdout"]


def _sound(wav: bytes) -> bytes | NotSpoken:
    try:
        return levelled(wav) if seconds(wav) else NotSpoken(WhyNotSpoken.FAILED)
    except BadWav:
        return NotSpoken(WhyNotSpoken.FAILED)
