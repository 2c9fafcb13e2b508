"""Numbers in the words of fifteen languages, checked against those that Unicode's ICU writes."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.languages import ENDONYMS
from vuoro.core.number_words import SPOKEN, number_words, say_digits, say_number

# Written by ICU 72 (rule set spellout-cardinal) for 0 to 999, every 7th and the awkward ones;
# without those that we say otherwise: "hundra" for "etthundra", "one hundred and one", 101 in Thai.
ICU = json.loads((Path(__file__).parent / "numbers_of_icu.json").read_text("utf-8"))

GOLDEN = {
    0: ("nolla", "noll", "zero"),
    1: ("yksi", "ett", "one"),
    7: ("seitsemän", "sju", "seven"),
    10: ("kymmenen", "tio", "ten"),
    17: ("seitsemäntoista", "sjutton", "seventeen"),
    21: ("kaksikymmentäyksi", "tjugoett", "twenty-one"),
    70: ("seitsemänkymmentä", "sjuttio", "seventy"),
    100: ("sata", "hundra", "one hundred"),
    101: ("satayksi", "hundraett", "one hundred and one"),
    117: ("sataseitsemäntoista", "hundrasjutton", "one hundred and seventeen"),
    385: ("kolmesataakahdeksankymmentäviisi", "trehundraåttiofem", "three hundred and eighty-five"),
}
# No rules in ICU: these are the words of grammars.
OTHERS = {
    ("so", 0): "eber",
    ("so", 17): "toddoba iyo toban",
    ("so", 21): "kow iyo labaatan",
    ("so", 342): "saddex boqol iyo laba iyo afartan",
    ("ckb", 17): "حەڤدە",
    ("ckb", 21): "بیست و یەک",
    ("ckb", 342): "سێسەد و چل و دوو",
    ("ar", 17): "سبعة عشر",
    ("ar", 21): "واحد وعشرون",
    ("ar", 117): "مئة وسبعة عشر",
    ("ar", 342): "ثلاثمئة واثنان وأربعون",
    ("se", 117): "čuođičiežanuppelohkái",
    ("th", 101): "หนึ่งร้อยเอ็ด",
}


@pytest.mark.parametrize("language", ICU)
def test_numbers_are_the_ones_that_icu_writes(language: str) -> None:
    ours = {number: number_words(int(number), language) for number in ICU[language]}

    assert ours == ICU[language]


@pytest.mark.parametrize(("number", "words"), GOLDEN.items())
def test_numbers_are_said_as_people_say_them(number: int, words: tuple[str, str, str]) -> None:
    assert tuple(number_words(number, tag) for tag in ("fi", "sv", "en")) == words


@pytest.mark.parametrize(("asked", "words"), OTHERS.items())
def test_languages_without_rules_in_icu_have_the_words_of_their_grammars(
    asked: tuple[str, int], words: str
) -> None:
    assert number_words(asked[1], asked[0]) == words


def test_every_language_of_visitors_has_words() -> None:
    assert set(ENDONYMS) == SPOKEN


@pytest.mark.parametrize("language", sorted(SPOKEN))
def test_no_two_numbers_are_the_same_words(language: str) -> None:
    assert len({number_words(number, language) for number in range(1000)}) == 1000


@pytest.mark.parametrize("number", [-1, 1000])
def test_there_are_no_words_beyond_three_figures(number: int) -> None:
    with pytest.raises(ValueError, match="no words"):
        number_words(number, "fi")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", "B, seitsemäntoista"),
        ("fi-simple", "B, seitsemäntoista"),
        ("en", "B, seventeen"),
        ("ru", "бэ, семнадцать"),
        ("ar", "B, 17"),
        ("zh", "B, 十七"),
    ],
)
def test_a_queue_number_is_its_letter_then_its_number(language: str, said: str) -> None:
    assert say_number("B017", language) == said


def test_a_number_without_a_letter_is_a_number() -> None:
    assert say_number("017", "fi") == "seitsemäntoista"
    assert say_number("", "fi") == ""


@given(st.integers(0, 9999), st.sampled_from(sorted(SPOKEN)))
def test_no_digits_are_without_words(number: int, language: str) -> None:
    assert say_digits(f"{number:04}", language)
    assert (" " in say_digits(f"{number:04}", language)) or language == "zh"
