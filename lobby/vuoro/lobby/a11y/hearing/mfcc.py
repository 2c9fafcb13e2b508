"""What a sound is like, a hundredth of a second at a time: mel-frequency cepstra.

As in S. B. Davis and P. Mermelstein, IEEE Trans. ASSP 28 (1980): how strong each band of pitches
that an ear tells apart is, decorrelated. The height of a voice has little part in it.
"""

from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from vuoro.hardware.sound.wav import read_wav

Frames = npt.NDArray[np.float32]
"""A row per frame, a column per feature."""

RATE = 16_000
HOP_SECONDS = 0.02
_WINDOW_SECONDS = 0.03
_BANDS = 26
_CEPSTRA = 14
_LOWEST, _HIGHEST = 100.0, 6500.0
_SILENT_DB = 45.0
"""So far below the loudest moment nothing is heard."""
_PAUSE_FRAMES = 5
"""Pauses are cut to so many frames: how long a voice rests at a comma says nothing of its words."""


def frames(wav: bytes, throat: float = 1.0) -> Frames:
    """The features of a sound without the silence around it; none for silence. Raises BadWav.

    ``throat`` stretches its pitches: a throat twice as long has half the resonances (vocal tract
    length normalisation, L. Lee and R. C. Rose, ICASSP 1996).
    """
    power = _spectra(_samples(wav))
    if not len(power):
        return np.zeros((0, 2 * _CEPSTRA), np.float32)
    bands = np.log(power @ _mel_filters(throat).T + 1e-10)
    loud = 10 * np.log10(power.sum(axis=1) + 1e-10)
    kept = _kept(loud > loud.max() - _SILENT_DB)
    if loud.max() < -60 or not kept.any():
        return np.zeros((0, 2 * _CEPSTRA), np.float32)
    cepstra = (bands[kept] @ _cosines().T).astype(np.float32)
    cepstra = (cepstra - cepstra.mean(axis=0)) / (cepstra.std(axis=0) + 1e-3)
    slopes = np.gradient(cepstra, axis=0) if len(cepstra) > 1 else np.zeros_like(cepstra)
    return np.hstack([cepstra, slopes * 1.5]).astype(np.float32)


def _samples(wav: bytes) -> npt.NDArray[np.float64]:
    """Mono, 16 kHz, high pitches raised."""
    sound = read_wav(wav)
    mono = sound.samples.mean(axis=1)
    count = round(len(mono) * RATE / sound.rate)
    if not count:
        return np.zeros(0)
    if sound.rate > RATE:
        spectrum = np.fft.rfft(mono)
        pitches = np.fft.rfftfreq(len(mono), 1 / sound.rate)
        mono = np.fft.irfft(np.where(pitches < RATE / 2, spectrum, 0), len(mono))
    resampled = np.interp(np.arange(count) * sound.rate / RATE, np.arange(len(mono)), mono)
    return np.append(resampled[:1], resampled[1:] - 0.95 * resampled[:-1])


def _spectra(samples: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    width, hop = round(RATE * _WINDOW_SECONDS), round(RATE * HOP_SECONDS)
    if len(samples) < width:
        return np.zeros((0, 257))
    windows = np.lib.stride_tricks.sliding_window_view(samples, width)[::hop]
    return np.asarray(np.abs(np.fft.rfft(windows * np.hamming(width), 512, axis=1)) ** 2 / width)


def _kept(heard: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """What is heard, and of each pause between it the first frames."""
    where = np.flatnonzero(heard)
    kept = heard.copy()
    for before, after in pairwise(where):
        kept[before : min(after, before + 1 + _PAUSE_FRAMES)] = True
    return kept


@cache
def _mel_filters(throat: float) -> npt.NDArray[np.float64]:
    """A triangle of weights for each band."""
    low, high = (2595 * np.log10(1 + pitch / 700) for pitch in (_LOWEST, _HIGHEST))
    corners = 700 * (10 ** (np.linspace(low, high, _BANDS + 2) / 2595) - 1)
    pitches = np.fft.rfftfreq(512, 1 / RATE) * throat
    filters = np.zeros((_BANDS, len(pitches)))
    for band, (begin, top, end) in enumerate(zip(corners, corners[1:], corners[2:], strict=False)):
        rising, falling = (pitches - begin) / (top - begin), (end - pitches) / (end - top)
        filters[band] = np.maximum(0, np.minimum(rising, falling))
    return filters


@cache
def _cosines() -> npt.NDArray[np.float64]:
    """The discrete cosine transform (DCT-II), without the one that is loudness alone."""
    band = np.arange(_BANDS) + 0.5
    return np.array([np.cos(np.pi * n * band / _BANDS) for n in range(1, _CEPSTRA + 1)])
