"""What the loudspeaker says: the number and the counter, in one language after another."""

import re
from dataclasses import dataclass

from vuoro.core.catalogue import catalogue
from vuoro.core.languages import FINNISH, in_language
from vuoro.core.wire.board import BoardCall
from vuoro.display.number_words import SPOKEN, number_words

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence and the language to say it in."""

    language: str
    text: str


def utterances(call: BoardCall, languages: tuple[str, ...]) -> tuple[Utterance, ...]:
    """What is said for a call: in the board's first language, then in the ticket's own."""
    first = next((language for language in languages if language in SPOKEN), FINNISH)
    wanted = dict.fromkeys((first, call.language))
    return tuple(
        Utterance(language, _sentence(call, language)) for language in wanted if language in SPOKEN
    )


def _sentence(call: BoardCall, language: str) -> str:
    words = catalogue("vuoro.display", language)
    numbers = ", ".join(_number(number, language) for number in (call.number, *call.also))
    return words.text("speech.call", number=numbers, counter=_counter(call, language))


def _number(number: str, language: str) -> str:
    """``A017`` as "A, seitsemäntoista": leading zeros are not said."""
    letters = number.rstrip("0123456789")
    digits = number[len(letters) :]
    parts = (" ".join(letters), _in_words(digits, language))
    return ", ".join(part for part in parts if part)


def _counter(call: BoardCall, language: str) -> str:
    """The counter's number with its kind before it, or its name where it has one."""
    label = call.counter_label
    if label.isdecimal():
        words = catalogue("vuoro.display", language)
        return words.text("speech.counter", number=_in_words(label, language))
    name = in_language(call.counter, language) or label
    return _DIGITS.sub(lambda found: _in_words(found[0], language), name)


def _in_words(digits: str, language: str) -> str:
    """Digits as words; more than three, such as a room 1204, one by one."""
    if not digits:
        return ""
    if len(digits) > 3:
        return " ".join(number_words(int(digit), language) for digit in digits)
    return number_words(int(digits), language)
