"""The sound of a code that was taken: one short soft note."""

from functools import cache

from vuoro.hardware.sound.wav import Sound, write_wav

_RATE = 48_000
_SECONDS = 0.16
_PITCH = 1046.5
"""C6, two octaves above the chime's last note: nobody takes it for a call."""
_ATTACK, _FADE = 0.008, 0.045
_PEAK_DBFS = -19.0
"""Half as loud as the chime: it is for one person who stands here."""


@cache
def taken() -> bytes:
    """As WAV bytes: mono, 48 kHz, 0.16 s, always the same."""
    import numpy as np

    time = np.arange(round(_RATE * _SECONDS)) / _RATE
    swell = 0.5 - 0.5 * np.cos(np.pi * np.clip(time / _ATTACK, 0, 1))
    end = 0.5 - 0.5 * np.cos(np.pi * np.clip((_SECONDS - time) / 0.03, 0, 1))
    note = np.sin(2 * np.pi * _PITCH * time) * np.exp(-time / _FADE) * swell * end
    scaled = note / np.abs(note).max() * 10 ** (_PEAK_DBFS / 20)
    return write_wav(Sound(scaled.reshape(-1, 1), _RATE))
