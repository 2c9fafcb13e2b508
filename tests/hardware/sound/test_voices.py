"""A voice says the call in the visitor's language, or says why it can not."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from vuoro.hardware.sound import (
    EspeakVoice,
    HummingVoice,
    NotSpoken,
    RememberingVoice,
    Voice,
    WhyNotSpoken,
)
from vuoro.hardware.sound.loudness import LOUDNESS_DBFS, loudness
from vuoro.hardware.sound.wav import read_wav, seconds

CALL = {
    "fi": "Numero A, seitsemäntoista. Palvelupiste kolme.",
    "sv": "Nummer A, sjutton. Disk tre.",
    "en": "Number A, seventeen. Counter three.",
    "ar": "رقم سبعة عشر",
}

needs_espeak = pytest.mark.skipif(
    shutil.which("espeak-ng") is None, reason="espeak-ng is not installed"
)


@pytest.fixture(params=[pytest.param(EspeakVoice, marks=needs_espeak), HummingVoice])
def voice(request: pytest.FixtureRequest) -> Voice:
    make: Callable[[], Voice] = request.param
    return make()


@pytest.mark.parametrize("language", CALL)
def test_a_call_is_spoken_in_some_seconds_and_as_loud_as_the_chime(
    voice: Voice, language: str
) -> None:
    said = voice.say(CALL[language], language)

    assert isinstance(said, bytes)
    assert 0.5 < seconds(said) < 8
    assert loudness(read_wav(said)) == pytest.approx(LOUDNESS_DBFS, abs=1)


def test_the_same_words_are_the_same_sound(voice: Voice) -> None:
    assert voice.say(CALL["fi"], "fi") == voice.say(CALL["fi"], "fi")


def test_more_words_take_longer(voice: Voice) -> None:
    few, many = voice.say("Yksi.", "fi"), voice.say(CALL["fi"], "fi")

    assert isinstance(few, bytes)
    assert isinstance(many, bytes)
    assert seconds(few) < seconds(many)


def test_no_words_are_not_spoken(voice: Voice) -> None:
    assert voice.say("", "fi") == NotSpoken(WhyNotSpoken.FAILED)


@needs_espeak
def test_each_language_has_its_own_voice() -> None:
    voice = EspeakVoice()

    assert voice.say("Numero 3", "fi") != voice.say("Numero 3", "sv")


@needs_espeak
@pytest.mark.parametrize(
    "language", ["so", "ckb", "se", "ku", "xx", "", "fi; rm", "--help", "../fi"]
)
def test_a_language_without_a_voice_is_told_as_such(language: str) -> None:
    assert EspeakVoice().say("Number 3", language) == NotSpoken(WhyNotSpoken.NO_VOICE)


@needs_espeak
def test_words_that_look_like_an_option_are_spoken() -> None:
    assert isinstance(EspeakVoice().say("--help", "en"), bytes)


def program(tmp_path: Path, script: str) -> str:
    path = tmp_path / "espeak"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("script", "timeout", "why"),
    [
        ("cat >/dev/null; exit 1", 20, WhyNotSpoken.FAILED),
        ("cat >/dev/null", 20, WhyNotSpoken.FAILED),
        ("cat >/dev/null; echo no sound at all", 20, WhyNotSpoken.FAILED),
        ("exec sleep 60", 0.05, WhyNotSpoken.TIMED_OUT),
    ],
)
def test_a_voice_that_fails_leaves_the_chime_alone(
    tmp_path: Path, script: str, timeout: float, why: WhyNotSpoken
) -> None:
    voice = EspeakVoice(program(tmp_path, script), timeout)

    assert voice.say("Number 3", "en") == NotSpoken(why)


def test_a_computer_without_the_voice_is_told_as_such() -> None:
    assert EspeakVoice("no-such-program").say("Number 3", "en") == NotSpoken(
        WhyNotSpoken.NO_PROGRAM
    )


@needs_espeak
def test_what_was_said_before_needs_no_program_again(tmp_path: Path) -> None:
    count = tmp_path / "count"
    script = f'echo x >> "{count}"; exec espeak-ng "$@"'
    voice = RememberingVoice(EspeakVoice(program(tmp_path, script), timeout=20))

    for _ in range(3):
        assert isinstance(voice.say("Number 3", "en"), bytes)
    voice.say("Number 3", "fi")

    assert count.read_text() == "x\nx\n"


def test_a_failure_is_tried_again(tmp_path: Path) -> None:
    count = tmp_path / "count"
    voice = RememberingVoice(EspeakVoice(program(tmp_path, f'echo x >> "{count}"; exit 1')))

    voice.say("Number 3", "en")
    voice.say("Number 3", "en")

    assert count.read_text() == "x\nx\n"


def test_months_of_calls_are_not_all_remembered() -> None:
    one = HummingVoice().say("1", "en")
    assert isinstance(one, bytes)
    voice = RememberingVoice(HummingVoice(), kept_bytes=3 * len(one))

    for number in (1, 2, 3, 1, 4, 5):
        voice.say(str(number), "en")

    assert [number for number in range(10) if voice.known(str(number), "en")] == [1, 4, 5]
