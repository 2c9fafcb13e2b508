"""The chime is short and gentle, and speech is as loud as the chime."""

import io
import wave

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.hardware.sound import chime, levelled
from vuoro.hardware.sound.loudness import LOUDNESS_DBFS, loudness, peak
from vuoro.hardware.sound.wav import BadWav, Sound, read_wav, seconds, write_wav


def tone(amplitude: float, length: float = 0.5, pause: float = 0.0) -> bytes:
    time = np.arange(round(8000 * length)) / 8000
    samples = amplitude * np.sin(2 * np.pi * 440 * time)
    return write_wav(Sound(np.append(samples, np.zeros(round(8000 * pause))).reshape(-1, 1), 8000))


def level(wav: bytes) -> float:
    return loudness(read_wav(wav))


def test_the_chime_leaves_time_for_the_voice_to_begin_within_600_ms() -> None:
    assert 0.3 < seconds(chime()) <= 0.45


def test_the_chime_is_no_alarm() -> None:
    assert peak(read_wav(chime())) == pytest.approx(-13, abs=0.05)


def test_the_chime_begins_and_ends_without_a_click() -> None:
    samples = read_wav(chime()).samples[:, 0]

    steps = np.abs(np.diff(samples, prepend=0.0, append=0.0))

    assert abs(samples[0]) < 1e-4
    assert abs(samples[-1]) < 1e-4
    # A full-strength tone of the higher note moves by this much from sample to sample.
    assert steps.max() < 2 * np.pi * 659.26 * 1.6 / 48_000 * np.abs(samples).max()


def test_the_chime_has_two_notes_the_second_lower() -> None:
    sound = read_wav(chime())

    def pitch(begins: float, ends: float) -> float:
        part = sound.samples[round(begins * sound.rate) : round(ends * sound.rate), 0]
        strengths = np.abs(np.fft.rfft(part, 1 << 17))
        return float(strengths.argmax()) * sound.rate / (1 << 17)

    assert pitch(0.01, 0.14) == pytest.approx(659, abs=6)
    assert pitch(0.22, 0.4) == pytest.approx(523, abs=6)


def test_the_chime_is_as_loud_as_speech_will_be() -> None:
    assert level(chime()) == pytest.approx(LOUDNESS_DBFS, abs=1)


@given(st.floats(0.01, 1.0), st.floats(0.0, 2.0))
def test_quiet_and_loud_speech_come_out_alike_however_long_its_pauses(
    amplitude: float, pause: float
) -> None:
    assert level(levelled(tone(amplitude, pause=pause))) == pytest.approx(LOUDNESS_DBFS, abs=0.5)


def test_a_peaky_sound_is_made_no_louder_than_fits() -> None:
    samples = np.zeros((8000, 1))
    samples[::400] = 0.5

    assert peak(read_wav(levelled(write_wav(Sound(samples, 8000)), to=-3))) <= -0.99


def test_silence_stays_silence() -> None:
    silence = write_wav(Sound(np.zeros((800, 1)), 8000))

    assert levelled(silence) == silence
    assert level(silence) == float("-inf")


def test_a_length_in_the_header_that_is_a_lie_is_not_believed() -> None:
    honest = tone(0.3)
    streamed = honest[:40] + (0x7FFFF000).to_bytes(4, "little") + honest[44:]

    assert seconds(streamed) == seconds(honest) == 0.5
    assert seconds(levelled(streamed)) == 0.5


def test_sound_of_another_make_is_refused() -> None:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 100)

    with pytest.raises(BadWav, match="16-bit"):
        levelled(out.getvalue())


@given(st.binary(max_size=80))
def test_no_bytes_break_the_reader(tail: bytes) -> None:
    for garbage in (tail, tone(0.1)[:12] + tail, tone(0.1)[:36] + tail):
        try:
            read_wav(garbage)
        except BadWav:
            continue
