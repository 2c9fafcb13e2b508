"""Several sounds as one, with pauses between them: one player starts once, without a seam."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vuoro.hardware.sound.wav import Sound, pcm, read_wav, wav_of, write_wav

if TYPE_CHECKING:
    import numpy.typing as npt


def joined(sounds: Sequence[bytes], pauses: Sequence[float]) -> bytes:
    """One mono sound at the highest of their rates; ``pauses`` in seconds after each but the last.

    Sounds of one rate are put together without a look at their samples: a call has no time for it.
    Raises BadWav, and ValueError for no sounds.
    """
    parts = [pcm(wav) for wav in sounds]
    rate = max(part.rate for part in parts)
    if any((part.channels, part.rate) != (1, rate) for part in parts):
        parts = [pcm(_at_rate(wav, rate)) for wav in sounds]
    rests = [*pauses[: len(parts) - 1], 0.0]
    pieces = [
        part.data + bytes(2 * round(rest * rate)) for part, rest in zip(parts, rests, strict=True)
    ]
    return wav_of(b"".join(pieces), rate)


def _at_rate(wav: bytes, rate: int) -> bytes:
    import numpy as np

    sound = read_wav(wav)
    mono: npt.NDArray[np.float64] = sound.samples.mean(axis=1)
    moments = np.arange(round(len(mono) * rate / sound.rate)) * sound.rate / rate
    resampled = np.interp(moments, np.arange(len(mono)), mono)
    return write_wav(Sound(resampled.reshape(-1, 1), rate))
