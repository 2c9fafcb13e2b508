"""Texts in several languages."""

import pytest

from vuoro.core.languages import ENDONYMS, ENGLISH, FINNISH, SWEDISH, in_language, second_language


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ({"fi": "Neuvonta", "sv": "Rådgivning"}, "sv", "Rådgivning"),
        ({"fi": "Neuvonta", "en": "Information"}, "ar", "Neuvonta"),
        ({"en": "Information", "sv": "Rådgivning"}, "ar", "Information"),
        ({"sv": "Rådgivning"}, "fi", "Rådgivning"),
        ({}, "fi", ""),
    ],
)
def test_nobody_is_left_without_words(text: dict[str, str], language: str, words: str) -> None:
    assert in_language(text, language) == words


def test_the_second_line_is_never_in_the_first_language() -> None:
    assert second_language(FINNISH) == SWEDISH
    assert second_language(SWEDISH) == FINNISH
    assert second_language(ENGLISH) == FINNISH
    assert second_language("ar") == FINNISH


def test_languages_are_listed_by_their_own_names() -> None:
    assert dict(ENDONYMS) == {"fi": "Suomi", "sv": "Svenska", "en": "English"}
