"""A voice: words in, sound out."""

import enum
from dataclasses import dataclass
from typing import Protocol


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
    """Speaks any language it can. Used by one thread at a time."""

    def say(self, text: str, language: str) -> bytes | NotSpoken:
        """The words as WAV bytes (16-bit PCM), as loud as the chime.

        ``language`` is a BCP 47 tag. The same words give the same sound.
        """
        ...
