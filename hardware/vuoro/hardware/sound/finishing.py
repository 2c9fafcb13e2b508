"""What the sound of every voice goes through: silence cut off at both ends, and levelled."""

from vuoro.hardware.sound.loudness import levelled
from vuoro.hardware.sound.voice import NotSpoken, WhyNotSpoken
from vuoro.hardware.sound.wav import BadWav, Sound, read_wav, write_wav

_SILENT_DB = 40.0
_KEPT_SECONDS = 0.02
"""Left before the first sound and after the last, where a breath or a soft consonant may be."""


def finished(wav: bytes) -> bytes | NotSpoken:
    """The sound as loud as the chime, from its first sound to its last; mono."""
    try:
        sound = _trimmed(read_wav(wav))
    except BadWav:
        return NotSpoken(WhyNotSpoken.FAILED)
    return levelled(write_wav(sound)) if len(sound.samples) else NotSpoken(WhyNotSpoken.FAILED)


def _trimmed(sound: Sound) -> Sound:
    import numpy as np

    mono = sound.samples.mean(axis=1, keepdims=True)
    heard = np.flatnonzero(np.abs(mono) > np.abs(mono).max(initial=0.0) * 10 ** (-_SILENT_DB / 20))
    if not len(heard):
        return Sound(mono[:0], sound.rate)
    kept = round(_KEPT_SECONDS * sound.rate)
    return Sound(mono[max(0, heard[0] - kept) : heard[-1] + kept], sound.rate)
