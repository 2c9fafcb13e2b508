"""Recordings of a person: put together word by word, or not spoken at all."""

import logging
from pathlib import Path

import pytest

from tests.hardware.sound.test_voices import record, tone
from vuoro.hardware.sound import NotSpoken, WhyNotSpoken
from vuoro.hardware.sound.joining import joined
from vuoro.hardware.sound.recordings import RecordedVoice, plain, spelled
from vuoro.hardware.sound.wav import seconds

SAMI = ("čieža", "logi", "okta", "a", "bálvalanbáiki", "nuppelohkái")
NO_VOICE = NotSpoken(WhyNotSpoken.NO_VOICE)


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("A, toddoba iyo toban. Miiska saddex!", "so", "a , toddoba iyo toban , miiska saddex"),
        ("A, 17، 3", "ar", "a , سبعة عشر , ثلاثة"),
        ("ČIEŽA-logi", "se", "čieža logi"),
        ("  … ?!", "so", ""),
        ("Lanbarkaagu waa B042", "so", "lanbarkaagu waa b laba iyo afartan"),
        ("1204", "se", "okta guokte nolla njeallje"),
    ],
)
def test_a_text_is_made_plain(text: str, language: str, words: str) -> None:
    assert plain(text, language) == words


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("a , čiežalogiokta", ("a", ",", "čieža", "logi", "okta")),
        ("čiežanuppelohkái , bálvalanbáiki", ("čieža", "nuppelohkái", ",", "bálvalanbáiki")),
        ("guokte", ()),
        ("čieža guokte", ()),
        ("aaa", ()),
        ("", ()),
    ],
)
def test_words_are_put_together_from_the_fewest_phrases(
    words: str, pieces: tuple[str, ...]
) -> None:
    assert spelled(words, SAMI) == pieces


def test_the_longest_phrase_is_taken() -> None:
    phrases = ("toddoba", "iyo", "toban", "toddoba iyo toban")

    assert spelled("toddoba iyo toban", phrases) == ("toddoba iyo toban",)
    assert spelled("toddoba iyo toddoba", phrases) == ("toddoba", "iyo", "toddoba")


def test_a_long_text_is_put_together_too() -> None:
    assert len(spelled(" ".join(["okta logi ,"] * 1000), SAMI)) == 3000


def test_nothing_is_spelled_out_of_letters() -> None:
    """Else a folder with the letters of queue numbers would spell every word of the language."""
    assert spelled("kow", ("k", "o", "w")) == ()
    assert spelled("k , o", ("k", "o")) == ("k", ",", "o")


def test_a_call_lasts_as_long_as_its_phrases_and_pauses(tmp_path: Path) -> None:
    record(tmp_path / "so", {"A": 0.3, "kow": 0.4, "miiska": 0.5})

    said = RecordedVoice(tmp_path).say("A, kow, miiska kow", "so")

    assert isinstance(said, bytes)
    assert seconds(said) == pytest.approx(0.3 + 0.4 + 0.5 + 0.4 + 2 * 0.25 + 0.05, abs=0.15)


def test_a_text_with_one_word_missing_is_not_spoken_in_part(tmp_path: Path) -> None:
    record(tmp_path / "so", {"A": 0.3, "kow": 0.4})

    assert RecordedVoice(tmp_path).say("A, laba", "so") == NO_VOICE


@pytest.mark.parametrize(
    "index", ["[", "", '[phrases]\n"kow" = 3', 'wrong = 1\n[phrases]\n"kow" = "0.wav"']
)
def test_an_index_that_can_not_be_used_is_told_and_nothing_is_spoken(
    tmp_path: Path, index: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "so").mkdir()
    (tmp_path / "so/index.toml").write_text(index)
    voice = RecordedVoice(tmp_path)

    assert not voice.speaks("so")
    assert voice.say("kow", "so") == NO_VOICE
    assert caplog.text.count("index.toml can't be used") == 1


def test_a_file_that_is_not_there_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    record(tmp_path / "so", {"kow": 0.4, "laba": 0.4})
    (tmp_path / "so/1.wav").unlink()
    voice = RecordedVoice(tmp_path)

    assert isinstance(voice.say("kow", "so"), bytes)
    assert voice.say("laba", "so") == NO_VOICE
    assert "1.wav" in caplog.text


def test_a_file_that_is_no_sound_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    record(tmp_path / "so", {"kow": 0.4})
    (tmp_path / "so/0.wav").write_bytes(b"no sound")

    with caplog.at_level(logging.WARNING):
        assert RecordedVoice(tmp_path).say("kow", "so") == NotSpoken(WhyNotSpoken.FAILED)

    assert "0.wav" in caplog.text


def test_sounds_of_different_rates_are_joined_at_the_highest() -> None:
    sound = joined([tone(0.5, rate=8000), tone(0.25, rate=16_000)], [0.1])

    assert seconds(sound) == pytest.approx(0.85, abs=0.001)
