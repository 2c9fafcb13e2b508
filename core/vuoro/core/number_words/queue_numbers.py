"""Queue numbers as they are said: the letter by its name, then the number in words."""

from vuoro.core.number_words.words import number_words


def say_number(number: str, language: str) -> str:
    """``A017`` as "A, seitsemäntoista": leading zeros are not said.

    KeyError for a language without words.
    """
    letters = number.rstrip("0123456789")
    parts = (" ".join(letters), say_digits(number[len(letters) :], language))
    return ", ".join(part for part in parts if part)


def say_digits(digits: str, language: str) -> str:
    """Digits as words; more than three, such as a room 1204, one by one. Empty stays empty."""
    if not digits:
        return ""
    if len(digits) > 3:
        return " ".join(number_words(int(digit), language) for digit in digits)
    return number_words(int(digits), language)
