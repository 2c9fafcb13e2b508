"""The note for a code that was taken: short, and softer than the chime that calls people."""

import io
import wave

import numpy as np

from vuoro.hardware.sound import chime, taken
from vuoro.hardware.sound.wav import read_wav, seconds


def test_it_is_short_and_half_as_loud_as_the_chime_at_most() -> None:
    loudest = [np.abs(read_wav(sound).samples).max() for sound in (taken(), chime())]

    assert seconds(taken()) <= 0.2
    assert 0.05 < loudest[0] <= loudest[1] / 2 * 1.01


def test_it_begins_and_ends_without_a_click() -> None:
    samples = read_wav(taken()).samples[:, 0]

    assert abs(samples[0]) < 0.001
    assert abs(samples[-1]) < 0.001
    assert np.abs(np.diff(samples)).max() < 0.05


def test_any_player_can_play_it() -> None:
    with wave.open(io.BytesIO(taken())) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 48_000)
