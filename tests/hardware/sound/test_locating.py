"""The locating sound: its pattern, how broad it is, how loud."""

import numpy as np
import pytest

from vuoro.core.settings.schema import CounterSettings
from vuoro.hardware.sound import chime, locating
from vuoro.hardware.sound.loudness import loudness, peak
from vuoro.hardware.sound.wav import read_wav, seconds

SOFT = CounterSettings().sound_db


def ticks(wav: bytes) -> list[tuple[float, float]]:
    """When each tick begins and how long it lasts, in seconds."""
    sound = read_wav(wav)
    loud = np.flatnonzero(np.abs(sound.samples[:, 0]) > 10 ** (-30 / 20) * 10 ** (peak(sound) / 20))
    parts = np.split(loud, np.flatnonzero(np.diff(loud) > 0.3 * sound.rate) + 1)
    return [(part[0] / sound.rate, (part[-1] - part[0]) / sound.rate) for part in parts]


def test_it_ticks_once_a_second_for_a_tenth_at_most() -> None:
    """MUTCD 2009 §4E.12: 0.15 s or less, at intervals of one second."""
    begins, lengths = zip(*ticks(locating(SOFT)), strict=True)

    assert begins == pytest.approx(range(10), abs=0.005)
    assert max(lengths) <= 0.15
    assert seconds(locating(SOFT)) == 10.0


def test_it_is_broad_so_that_ears_can_tell_where_it_is() -> None:
    """Time between the ears serves below 1.5 kHz, level and colour above 3 kHz."""
    sound = read_wav(locating(SOFT))
    power = np.abs(np.fft.rfft(sound.samples[:, 0])) ** 2
    pitches = np.fft.rfftfreq(len(sound.samples), 1 / sound.rate)

    low, high = power[pitches < 1500].sum(), power[pitches > 3000].sum()
    strongest = power.max() / power.sum()

    assert low > 0.1 * power.sum()
    assert high > 0.1 * power.sum()
    assert strongest < 0.1


@pytest.mark.parametrize("wanted", [-45, SOFT, -20])
def test_it_is_as_loud_as_the_settings_say(wanted: int) -> None:
    sound = read_wav(locating(wanted))

    assert loudness(sound) == pytest.approx(wanted, abs=0.5)
    assert peak(sound) < -1


def test_it_is_softer_than_the_chime_of_the_board() -> None:
    assert loudness(read_wav(locating(SOFT))) < loudness(read_wav(chime())) - 6


def test_it_is_always_the_same() -> None:
    again = locating.__wrapped__(SOFT)

    assert again == locating(SOFT)
