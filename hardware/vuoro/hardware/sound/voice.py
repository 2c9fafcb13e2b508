"""A voice: words in, sound out."""

import enum
from dataclasses import dataclass
from typing import Protocol

WORDS_A_MINUTE = 140
"""Calm: espeak-ng's own 175 is hurried in a hall that echoes."""


class WhyNotSpoken(enum.StrEnum):
    """Why words stay unspoken; the chime alone will do."""

    NO_VOICE = "no_voice"
    """The language has none."""
    NO_PROGRAM = "no_program"
    FAILED = "failed"
    TIMED_OUT = "timed_out"


@dataclass(frozen=True, slots=True)
class NotSpoken:
    """There is no sound for these words, and why."""

    why: WhyNotSpoken


class Voice(Protocol):
    """Speaks any language it can. May be used by several threads."""

    def speaks(self, language: str) -> bool:
        """Whether there is a voice of this language; cheap, and no promise for every word."""
        ...

    def say(self, text: str, language: str, rate: int = WORDS_A_MINUTE) -> bytes | NotSpoken:
        """The words as WAV bytes (16-bit PCM, mono), as loud as the chime.

        ``language`` is a BCP 47 tag, ``rate`` in words a minute. The same words give the same
        sound.
        """
        ...
