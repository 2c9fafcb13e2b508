"""What the loudspeaker says: the number and the counter, in one language after another."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from vuoro.core.catalogue import catalogue
from vuoro.core.languages import EASY_FINNISH, FINNISH, fallbacks, in_language
from vuoro.core.number_words import SPOKEN, say_digits, say_number
from vuoro.core.wire.board import BoardCall

_DIGITS = re.compile(r"\d+")
_NUMBER, _COUNTER = "\ue000", "\ue001"
"""Stand for the two in a sentence, to find where it may be cut (private use, in no text)."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence and the language to say it in.

    ``clauses`` are its parts, about the number and about the counter: each is a sound of its own,
    because numbers and counters come again and their pairs seldom do.
    """

    language: str
    clauses: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.clauses)


def utterances(
    call: BoardCall, languages: tuple[str, ...], speaks: Callable[[str], bool]
) -> tuple[Utterance, ...]:
    """What is said for a call: in the board's first language, then in the ticket's own.

    For a language that nothing ``speaks``, the nearest is said. An easy-Finnish ticket is called in
    Finnish once, slowly.
    """
    spoken = tuple(language for language in languages if language in SPOKEN and speaks(language))
    first = spoken[0] if spoken else FINNISH
    nearest = (call.language, *fallbacks(call.language))
    own = next((tag for tag in nearest if tag in SPOKEN and speaks(tag)), first)
    wanted = (own,) if (first, own) == (FINNISH, EASY_FINNISH) else dict.fromkeys((first, own))
    return tuple(sentence(call, language) for language in wanted)


def sentence(call: BoardCall, language: str) -> Utterance:
    """What is said for a call in one language."""
    words = catalogue("vuoro.display", language)
    whole = words.text("speech.call", number=_NUMBER, counter=_COUNTER)
    cut = max(whole.find(_NUMBER), whole.find(_COUNTER), 0)
    numbers = ", ".join(say_number(number, language) for number in (call.number, *call.also))
    clauses = (
        part.replace(_NUMBER, numbers).replace(_COUNTER, _counter(call, language)).strip()
        for part in (whole[:cut], whole[cut:])
    )
    return Utterance(language, tuple(clause for clause in clauses if clause))


def _counter(call: BoardCall, language: str) -> str:
    """The counter's number with its kind before it, or its name where it has one."""
    label = call.counter_label
    if label.isdecimal():
        words = catalogue("vuoro.display", language)
        return words.text("speech.counter", number=say_digits(label, language))
    name = in_language(call.counter, language) or label
    return _DIGITS.sub(lambda found: say_digits(found[0], language), name)
