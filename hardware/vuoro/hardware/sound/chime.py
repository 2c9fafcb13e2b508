"""The chime that goes before a call: two soft notes, no alarm."""

from functools import cache
from typing import TYPE_CHECKING

from vuoro.hardware.sound.wav import Sound, write_wav

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

RATE = 48_000
_SECONDS = 0.4
_NOTES = ((659.26, 0.0), (523.25, 0.14))
"""E5 then C5, with the second each begins at: a falling third, the gentlest of door bells."""
_PARTIALS = ((1.0, 1.0, 0.13), (2.0, 0.16, 0.08), (3.0, 0.05, 0.05))
"""Multiple of the pitch, share of the strength, seconds to fall to 1/e: higher ones fade first."""
_ATTACK = 0.014
_RELEASE = 0.08
_PEAK_DBFS = -13.0


@cache
def chime(rate: int = RATE) -> bytes:
    """As WAV bytes: mono, 0.4 s, always the same; ``rate`` in moments a second.

    So short that the voice begins within 0.6 s of the call without speaking into it.
    """
    import numpy as np

    time = np.arange(round(rate * _SECONDS)) / rate
    notes = sum((_note(time - begins, pitch) for pitch, begins in _NOTES), np.zeros_like(time))
    quiet = notes * _swell((_SECONDS - time) / _RELEASE)
    scaled = quiet / np.abs(quiet).max() * 10 ** (_PEAK_DBFS / 20)
    return write_wav(Sound(scaled.reshape(-1, 1), rate))


def _note(time: "npt.NDArray[np.float64]", pitch: float) -> "npt.NDArray[np.float64]":
    """A struck bar: it swells at once and fades by itself. Silent before time 0."""
    import numpy as np

    after = np.maximum(time, 0.0)
    struck = np.zeros_like(after)
    for times, share, fade in _PARTIALS:
        struck += share * np.sin(2 * np.pi * pitch * times * after) * np.exp(-after / fade)
    return struck * _swell(after / _ATTACK)


def _swell(share: "npt.NDArray[np.float64]") -> "npt.NDArray[np.float64]":
    """From 0 to 1 without a corner, which would click."""
    import numpy as np

    return 0.5 - 0.5 * np.cos(np.pi * np.clip(share, 0.0, 1.0))
