"""Arabic with its vowels written out, which espeak-ng needs to say them.

Arabic is written without short vowels, and espeak-ng leaves them out: "mrhba" for "marhaban".
Piper's package brings a small model that adds them (libtashkeel, MIT); where it is installed
espeak-ng gains by it too.
"""

import logging
import threading
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING

from vuoro.hardware.sound.voice import WORDS_A_MINUTE, NotSpoken, Voice

if TYPE_CHECKING:
    from piper.tashkeel import TashkeelDiacritizer

log = logging.getLogger(__name__)


class Vowels:
    """Adds the vowels; gives a text back as it is where the model is not installed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __call__(self, text: str) -> str:
        with self._lock:
            if self._model is None:
                return text
            return "\n".join(str(self._model(line)) for line in text.splitlines() if line.strip())

    @cached_property
    def _model(self) -> "TashkeelDiacritizer | None":
        if find_spec("piper") is None:
            return None
        try:
            from piper.tashkeel import TashkeelDiacritizer

            return TashkeelDiacritizer()
        except Exception:
            log.exception("Arabic is spoken without its vowels")
            return None


class VowelledArabic:
    """Another voice, given Arabic with vowels where they can be found; other languages as is."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._vowels = Vowels()

    def speaks(self, language: str) -> bool:
        return self._voice.speaks(language)

    def say(self, text: str, language: str, rate: int = WORDS_A_MINUTE) -> bytes | NotSpoken:
        if language.lower() == "ar" and text.strip():
            text = self._vowels(text)
        return self._voice.say(text, language, rate)
