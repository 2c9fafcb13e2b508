"""Sound as WAV bytes: 16-bit PCM, in and out of numbers."""

import io
import wave
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

FULL_SCALE = 32768.0


class BadWav(ValueError):
    """These bytes are no WAV file of 16-bit PCM."""


@dataclass(frozen=True, slots=True)
class Pcm:
    """Samples as they are in the file: 16-bit, little-endian, whole moments."""

    channels: int
    rate: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples of -1.0 to 1.0, a row per moment and a column per channel."""

    samples: "npt.NDArray[np.float64]"
    rate: int
    """Moments a second, in Hz."""


def read_wav(wav: bytes) -> Sound:
    """Raises BadWav. The length in the header is not believed: programs that stream write any."""
    import numpy as np

    raw = pcm(wav)
    samples = np.frombuffer(raw.data, "<i2").reshape(-1, raw.channels) / FULL_SCALE
    return Sound(samples, raw.rate)


def write_wav(sound: Sound) -> bytes:
    """As WAV bytes; what is louder than full scale is cut off."""
    import numpy as np

    limited = np.clip(np.rint(sound.samples * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1)
    return wav_of(limited.astype("<i2").tobytes(), sound.rate, sound.samples.shape[1])


def wav_of(data: bytes, rate: int, channels: int = 1) -> bytes:
    """Samples as WAV bytes."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(data)
    return out.getvalue()


def seconds(wav: bytes) -> float:
    """How long it lasts. Raises BadWav."""
    raw = pcm(wav)
    return len(raw.data) / (2 * raw.channels * raw.rate)


def pcm(wav: bytes) -> Pcm:
    """The samples. Raises BadWav."""
    try:
        with wave.open(io.BytesIO(wav), "rb") as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            data = file.readframes(file.getnframes())
    except (wave.Error, EOFError, RuntimeError) as error:
        # RuntimeError: a chunk that claims to be longer than the file.
        raise BadWav(str(error) or "the file ends too soon") from error
    if width != 2 or not rate:
        raise BadWav("only 16-bit PCM is known")
    return Pcm(channels, rate, data[: len(data) // (2 * channels) * 2 * channels])
