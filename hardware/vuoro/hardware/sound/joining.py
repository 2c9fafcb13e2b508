"""Several sounds as one, with pauses between them: one player starts once, without a seam."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vuoro.hardware.sound.wav import Sound, read_wav, write_wav

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def joined(sounds: Sequence[bytes], pauses: Sequence[float]) -> bytes:
    """One mono sound at the highest of their rates; ``pauses`` in seconds after each but the last.

    Raises BadWav, and ValueError for no sounds.
    """
    import numpy as np

    parts = [read_wav(wav) for wav in sounds]
    rate = max(part.rate for part in parts)
    pieces: list[npt.NDArray[np.float64]] = []
    for part, pause in zip(parts, [*pauses[: len(parts) - 1], 0.0], strict=True):
        pieces += [_at_rate(part, rate), np.zeros(round(pause * rate))]
    return write_wav(Sound(np.concatenate(pieces).reshape(-1, 1), rate))


def _at_rate(sound: Sound, rate: int) -> "npt.NDArray[np.float64]":
    import numpy as np

    mono: npt.NDArray[np.float64] = sound.samples.mean(axis=1)
    if sound.rate == rate:
        return mono
    moments = np.arange(round(len(mono) * rate / sound.rate)) * sound.rate / rate
    resampled: npt.NDArray[np.float64] = np.interp(moments, np.arange(len(mono)), mono)
    return resampled
