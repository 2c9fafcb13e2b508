"""The locating sound of a counter: a soft tick once a second, which a blind person walks towards.

Its pattern is that of the locator tone of pedestrian signals, which people who listen for it know:
0.15 s at most, once a second (MUTCD 2009 §4E.12). Such sounds guide in public buildings too (ISO
19029). An ear finds a sound by its onset and by low and high pitches at once, so each tick begins
at once and is broad, like a wood block; a plain beep seems to come from everywhere.
"""

from functools import cache
from typing import TYPE_CHECKING

from vuoro.hardware.sound.loudness import levelled
from vuoro.hardware.sound.wav import Sound, write_wav

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

TICKS = 10
"""In one sound: so long it plays without a seam."""
PERIOD_SECONDS = 1.0
_RATE = 48_000
_TICK_SECONDS = 0.1
_ONSET = 0.002
_FADE = 0.018
"""Seconds in which it begins, and in which it falls to 1/e."""
_BLOCK = ((620.0, 0.5), (1480.0, 0.35))
"""Pitches of the wood, and their shares; the rest is noise."""
_NOISE_SHARE = 1.8
_LOWEST, _HIGHEST = 400.0, 7000.0
_SEED = 17


@cache
def locating(loudness_dbfs: int) -> bytes:
    """As WAV bytes: mono, 48 kHz, 10 s, always the same. Loudness as ``levelled`` measures it."""
    import numpy as np

    second = np.zeros(round(_RATE * PERIOD_SECONDS))
    tick = _tick()
    second[: len(tick)] = tick
    whole = np.tile(second, TICKS) * 0.5
    return levelled(write_wav(Sound(whole.reshape(-1, 1), _RATE)), float(loudness_dbfs))


def _tick() -> "npt.NDArray[np.float64]":
    import numpy as np

    time = np.arange(round(_RATE * _TICK_SECONDS)) / _RATE
    wood = np.zeros_like(time)
    for pitch, share in _BLOCK:
        wood += share * np.sin(2 * np.pi * pitch * time)
    onset = 0.5 - 0.5 * np.cos(np.pi * np.clip(time / _ONSET, 0.0, 1.0))
    end = np.clip((_TICK_SECONDS - time) / 0.01, 0.0, 1.0)
    shape = onset * np.exp(-time / _FADE) * end
    return (wood + _NOISE_SHARE * _noise(len(time))) * shape


def _noise(length: int) -> "npt.NDArray[np.float64]":
    """Noise of the pitches by which ears find a place, with peaks of about 1."""
    import numpy as np

    spectrum = np.fft.rfft(np.random.default_rng(_SEED).standard_normal(length))
    pitches = np.fft.rfftfreq(length, 1 / _RATE)
    spectrum[(pitches < _LOWEST) | (pitches > _HIGHEST)] = 0
    noise = np.fft.irfft(spectrum, length)
    scaled: npt.NDArray[np.float64] = noise / np.abs(noise).max()
    return scaled
