"""Queue numbers as they are said: the letter by its name, then the number."""

from vuoro.core.number_words.letters import letter_name
from vuoro.core.number_words.words import number_words

_BY_DIGITS = frozenset({"ar"})
"""Voices of these read 17 with the vowels that its words are written without."""


def say_number(number: str, language: str) -> str:
    """``A017`` as "A, seitsemäntoista": leading zeros are not said.

    KeyError for a language without words.
    """
    letters = number.rstrip("0123456789")
    names = " ".join(letter_name(letter, language) for letter in letters)
    parts = (names, say_digits(number[len(letters) :], language))
    return ", ".join(part for part in parts if part)


def say_digits(digits: str, language: str) -> str:
    """Digits as words; more than three, such as a room 1204, one by one. Empty stays empty."""
    if not digits:
        return ""
    if len(digits) > 3:
        return " ".join(_say(int(digit), language) for digit in digits)
    return _say(int(digits), language)


def _say(number: int, language: str) -> str:
    return str(number) if language in _BY_DIGITS else number_words(number, language)
