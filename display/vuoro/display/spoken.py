"""What the loudspeaker says: the number and the counter, in one language after another."""

import re
from dataclasses import dataclass

from vuoro.core.catalogue import catalogue
from vuoro.core.languages import FINNISH, in_language
from vuoro.core.number_words import SPOKEN, say_digits, say_number
from vuoro.core.wire.board import BoardCall

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
    numbers = ", ".join(say_number(number, language) for number in (call.number, *call.also))
    return words.text("speech.call", number=numbers, counter=_counter(call, language))


def _counter(call: BoardCall, language: str) -> str:
    """The counter's number with its kind before it, or its name where it has one."""
    label = call.counter_label
    if label.isdecimal():
        words = catalogue("vuoro.display", language)
        return words.text("speech.counter", number=say_digits(label, language))
    name = in_language(call.counter, language) or label
    return _DIGITS.sub(lambda found: say_digits(found[0], language), name)
