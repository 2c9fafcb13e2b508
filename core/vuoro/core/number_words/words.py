"""Numbers from 0 to 999 in words, in every language of visitors."""

from collections.abc import Callable, Mapping

from vuoro.core.number_words import east_asia, europe, middle_east

_WORDS: Mapping[str, Callable[[int], str]] = {
    "fi": europe.FINNISH.say,
    "fi-simple": europe.FINNISH.say,
    "sv": europe.SWEDISH.say,
    "en": europe.ENGLISH.say,
    "ru": europe.RUSSIAN.say,
    "uk": europe.UKRAINIAN.say,
    "et": europe.ESTONIAN.say,
    "ar": middle_east.ARABIC.say,
    "so": middle_east.SOMALI.say,
    "fa": middle_east.PERSIAN.say,
    "ckb": middle_east.SORANI.say,
    "vi": east_asia.vietnamese,
    "zh": east_asia.chinese,
    "th": east_asia.thai,
    "se": europe.NORTHERN_SAMI.say,
}

SPOKEN = frozenset(_WORDS)
"""The languages that have words."""


def number_words(number: int, language: str) -> str:
    """The words for a number. KeyError for a language without words, ValueError outside 0–999."""
    if not 0 <= number <= 999:
        raise ValueError(f"no words for {number}")
    return _WORDS[language](number)
