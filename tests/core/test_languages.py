"""Texts in several languages."""

import pytest

from vuoro.core.languages import (
    ENDONYMS,
    ENGLISH,
    FINNISH,
    MAIN,
    SWEDISH,
    as_written,
    in_language,
    nearest,
    right_to_left,
    second_language,
    understood,
)


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ({"fi": "Neuvonta", "sv": "Rådgivning"}, "sv", "Rådgivning"),
        ({"fi": "Neuvonta", "en": "Information"}, "ar", "Information"),
        ({"en": "Information", "sv": "Rådgivning"}, "ar", "Information"),
        ({"fi": "Neuvonta", "en": "Information"}, "fi-simple", "Neuvonta"),
        ({"fi": "Neuvonta", "en": "Information"}, "se", "Neuvonta"),
        ({"sv": "Rådgivning"}, "fi", "Rådgivning"),
        ({}, "fi", ""),
    ],
)
def test_nobody_is_left_without_words(text: dict[str, str], language: str, words: str) -> None:
    assert in_language(text, language) == words


def test_a_code_keeps_its_order_among_arabic_words() -> None:
    assert as_written("7777-M2XD", "ar") == "\u20667777-M2XD\u2069"
    assert as_written("7777-M2XD", "fi") == "7777-M2XD"


def test_it_is_known_which_language_stands_in() -> None:
    assert nearest({"fi": "Neuvonta", "en": "Information"}, "ar") == "en"
    assert nearest({"sv": "Rådgivning"}, "se") == "sv"
    assert nearest({}, "fi") == ""


@pytest.mark.parametrize(
    ("tags", "language"),
    [
        (["zh-Hant-TW", "en"], "zh"),
        (["da", "en"], "en"),
        (["da"], "sv"),
        (["prs-AF"], "fa"),
        (["ku"], None),
        ([], None),
    ],
)
def test_readers_get_the_language_they_understand(tags: list[str], language: str | None) -> None:
    assert understood(tags, ENDONYMS) == language


def test_the_second_line_is_never_in_the_first_language() -> None:
    assert second_language(FINNISH) == SWEDISH
    assert second_language("fi-simple") == SWEDISH
    assert second_language(SWEDISH) == FINNISH
    assert second_language(ENGLISH) == FINNISH
    assert second_language("ar") == FINNISH


def test_the_languages_that_are_on_by_default_are_those_that_people_checked() -> None:
    assert [ENDONYMS[tag] for tag in MAIN] == ["Suomi", "Svenska", "English"]


def test_languages_of_the_arabic_script_are_written_from_right_to_left() -> None:
    assert {tag for tag in ENDONYMS if right_to_left(tag)} == {"ar", "fa", "ckb"}
