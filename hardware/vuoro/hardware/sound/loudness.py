"""How loud a sound is, and all of them equally loud."""

from vuoro.hardware.sound.wav import Sound, read_wav, write_wav

LOUDNESS_DBFS = -22.5
"""As loud as the chime: clear in a quiet lobby, with room left below full scale."""
NORMAL_VOLUME = 5
_VOLUME_STEP_DB = 2.5
_KNEE = 0.6
"""Share of full scale from which a loud sound is rounded off."""
_PEAK_DBFS = -1.0
_MOST_GAIN_DB = 24.0
_WINDOW_SECONDS = 0.05
_GATE_DB = 20.0


def levelled(wav: bytes, to: float = LOUDNESS_DBFS) -> bytes:
    """The same sound at this loudness, in dBFS; less where its peaks would not fit.

    Silence stays silence. Raises BadWav.
    """
    sound = read_wav(wav)
    if not sound.samples.any():
        return write_wav(sound)
    gain = min(to - loudness(sound), _PEAK_DBFS - peak(sound), _MOST_GAIN_DB)
    return write_wav(Sound(sound.samples * 10 ** (gain / 20), sound.rate))


def at_volume(wav: bytes, volume: int) -> bytes:
    """The same sound at a visitor's volume, 1 to 10: 5 leaves it as it is, a step is 2.5 dB.

    Raises BadWav.
    """
    return louder(wav, (volume - NORMAL_VOLUME) * _VOLUME_STEP_DB)


def louder(wav: bytes, decibels: float) -> bytes:
    """The same sound by so much louder, or softer below 0.

    What would be louder than full scale is rounded off rather than cut. Raises BadWav.
    """
    import numpy as np

    sound = read_wav(wav)
    wanted = sound.samples * 10 ** (decibels / 20)
    over = np.maximum(np.abs(wanted) - _KNEE, 0.0)
    rounded = _KNEE + (1 - _KNEE) * np.tanh(over / (1 - _KNEE))
    return write_wav(Sound(np.where(over > 0, np.sign(wanted) * rounded, wanted), sound.rate))


def loudness(sound: Sound) -> float:
    """The RMS of what is heard, in dBFS: pauses (20 dB below the loudest moment) do not count.

    -inf for silence.
    """
    import numpy as np

    power = (sound.samples**2).mean(axis=1)
    window = max(1, round(sound.rate * _WINDOW_SECONDS))
    whole = np.pad(power, (0, -len(power) % window)).reshape(-1, window).mean(axis=1)
    if not whole.any():
        return float("-inf")
    heard = whole[whole >= whole.max() * 10 ** (-_GATE_DB / 10)]
    return float(10 * np.log10(heard.mean()))


def peak(sound: Sound) -> float:
    """The largest sample, in dBFS; -inf for silence."""
    import numpy as np

    largest = np.abs(sound.samples).max(initial=0.0)
    return float(20 * np.log10(largest)) if largest else float("-inf")
