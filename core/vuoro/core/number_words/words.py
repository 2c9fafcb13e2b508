"""Numbers from 0 to 999 in words, in every language of visitors."""

from collections.abc import Callable, Mapping

from vuoro.core.languages import EASY_FINNISH, ENGLISH, FINNISH, SWEDISH
from vuoro.core.number_words.northern import english, finnish, swedish

_WORDS: Mapping[str, Callable[[int], str]] = {
    FINNISH: finnish,
    EASY_FINNISH: finnish,
    SWEDISH: swedish,
    ENGLISH: english,
}

SPOKEN = frozenset(_WORDS)
"""The languages that have words."""


def number_words(number: int, language: str) -> str:
    """The words for a number. KeyError for a language without words, ValueError outside 0–999."""
    if not 0 <= number <= 999:
        raise ValueError(f"no words for {number}")
    return _WORDS[language](number)
