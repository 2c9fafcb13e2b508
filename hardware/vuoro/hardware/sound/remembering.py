"""A voice that remembers what it said last: the texts of a kiosk and a lobby repeat themselves."""

import threading
from collections import OrderedDict

from vuoro.hardware.sound.voice import WORDS_A_MINUTE, NotSpoken, Voice

KEPT_BYTES = 24_000_000
"""About five hundred sentences of three seconds."""


class RememberingVoice:
    """Another voice, asked once for each sentence while that is remembered.

    A failure is not remembered. The longest unused is forgotten first.
    """

    def __init__(self, voice: Voice, kept_bytes: int = KEPT_BYTES) -> None:
        self._voice = voice
        self._room = kept_bytes
        self._said: OrderedDict[tuple[str, str, int], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def speaks(self, language: str) -> bool:
        return self._voice.speaks(language)

    def say(self, text: str, language: str, rate: int = WORDS_A_MINUTE) -> bytes | NotSpoken:
        known = self.known(text, language, rate)
        if known is not None:
            return known
        spoken = self._voice.say(text, language, rate)
        if isinstance(spoken, bytes):
            self._keep((text, language, rate), spoken)
        return spoken

    def known(self, text: str, language: str, rate: int = WORDS_A_MINUTE) -> bytes | None:
        """The sound, if it is remembered."""
        key = (text, language, rate)
        with self._lock:
            if key in self._said:
                self._said.move_to_end(key)
            return self._said.get(key)

    def _keep(self, key: tuple[str, str, int], wav: bytes) -> None:
        with self._lock:
            self._room += len(self._said.pop(key, b"")) - len(wav)
            self._said[key] = wav
            while self._room < 0:
                _, forgotten = self._said.popitem(last=False)
                self._room += len(forgotten)
