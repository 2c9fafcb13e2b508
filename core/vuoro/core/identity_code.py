"""Finnish personal identity codes (henkilötunnus): ``ddmmyy``, separator, ``nnn``, check character.

Form: Government Decree 128/2010 with the separators in force since 1 January 2023
(dvv.fi/hetu-uudistus). The separator is part of the identity: two people may differ by it alone,
so it is never dropped, guessed or made uniform. Nothing is inferred from a code but what is asked
here: no sex, no age.
"""

import calendar
import enum
import itertools
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from vuoro.core.hidden import Hidden

LENGTH = 11
SEPARATORS = {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}
"""Separator to the first year of its century."""
CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"

_DASHES = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_AS_WRITTEN = str.maketrans(
    string.ascii_lowercase + _DASHES, string.ascii_uppercase + "-" * len(_DASHES)
)
_LONGEST_TYPED = 64


class Reason(enum.StrEnum):
    """Why a text is not an identity code."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    BAD_CHARACTER = "bad_character"
    """A character that can't stand in its place, such as a letter in the date."""
    BAD_DATE = "bad_date"
    """No such day, or, where today is known, a day to come."""
    BAD_SEPARATOR = "bad_separator"
    """Not a separator in the seventh place; most often it was left out."""
    BAD_NUMBER = "bad_number"
    """000 or 001."""
    BAD_CHECK = "bad_check"
    """Something, anywhere in the code, was mistyped."""


@dataclass(frozen=True, slots=True)
class BadIdentityCode:
    """Not an identity code: why, and the first place (0–10) that can't be right. Holds no input."""

    reason: Reason
    at: int


class IdentityCode(Hidden[str]):
    """A well-formed identity code; nothing shows it but ``reveal()``. Made by ``parse``."""

    __slots__ = ()

    def __init__(self, code: str) -> None:
        if len(code) != LENGTH or problem_so_far(code) is not None:
            raise ValueError("not a well-formed identity code")
        super().__init__(code)

    @property
    def artificial(self) -> bool:
        """Individual number 900–999: tests and temporary codes, never a person's own."""
        return self.reveal()[7] == "9"


def parse(typed: str, today: date | None = None) -> IdentityCode | BadIdentityCode:
    """The identity code that a person typed.

    With ``today``, nobody is born later: this catches ``A`` typed for ``-``, which the check
    character doesn't. Leave it out where the clock can't be trusted.
    """
    if len(typed) > _LONGEST_TYPED:
        return BadIdentityCode(Reason.TOO_LONG, LENGTH)
    code = as_written(typed)
    bad = problem_so_far(code, today)
    if bad is not None:
        return bad
    if len(code) < LENGTH:
        return BadIdentityCode(Reason.TOO_SHORT, len(code))
    return IdentityCode(code)


def as_written(typed: str) -> str:
    """What was typed in the official writing: upper case, ``-`` for every dash, no spaces."""
    return "".join(typed.split()).translate(_AS_WRITTEN)


def problem_so_far(code: str, today: date | None = None) -> BadIdentityCode | None:
    """What is wrong with the beginning of a code, as written; None while it may become one."""
    for at, character in enumerate(code[:LENGTH]):
        if character not in _could_stand(at):
            reason = Reason.BAD_SEPARATOR if at == 6 else Reason.BAD_CHARACTER
            return BadIdentityCode(reason, at)
        reason_or_none = _judge(code[: at + 1], today)
        if reason_or_none is not None:
            return BadIdentityCode(reason_or_none, at)
    return BadIdentityCode(Reason.TOO_LONG, LENGTH) if len(code) > LENGTH else None


def next_characters(code: str, today: date | None = None) -> frozenset[str]:
    """Which characters may follow the beginning of a code, as written.

    None when it is whole or wrong. Every check character is offered for the last place: to offer
    only the right one would make it check nothing.
    """
    if len(code) >= LENGTH or problem_so_far(code, today) is not None:
        return frozenset()
    places = _could_stand(len(code))
    if len(code) == LENGTH - 1:
        return frozenset(places)
    return frozenset(character for character in places if _judge(code + character, today) is None)


def masked(typed: str) -> str:
    """What a kiosk shows of a code being typed: dots, and the last character."""
    return "•" * (len(typed) - 1) + typed[-1:]


def check_character(date_and_number: str) -> str:
    """The check character of nine digits, ``ddmmyynnn``."""
    return CHECK_CHARACTERS[int(date_and_number) % 31]


def _could_stand(at: int) -> str:
    if at == 6:
        return "".join(SEPARATORS)
    return CHECK_CHARACTERS if at == LENGTH - 1 else string.digits


def _judge(code: str, today: date | None) -> Reason | None:
    """What the last character of a beginning spoils; those before it were judged."""
    match len(code):
        case 1 | 2 | 3 | 4 | 5 | 6 | 7:
            possible = any(today is None or day <= today for day in _days(code))
            return None if possible else Reason.BAD_DATE
        case 10:
            return Reason.BAD_NUMBER if code[7:] in ("000", "001") else None
        case 11:
            return None if check_character(code[:6] + code[7:10]) == code[10] else Reason.BAD_CHECK
        case _:
            return None


def _days(code: str) -> Iterator[date]:
    """Every day of birth that a code with this beginning can have."""
    days = _beginning_with(code[0:2], range(1, 32))
    months = _beginning_with(code[2:4], range(1, 13))
    years = _beginning_with(code[4:6], range(100))
    centuries = [SEPARATORS[code[6]]] if len(code) > 6 else [1800, 1900, 2000]
    for day, month, year, century in itertools.product(days, months, years, centuries):
        if day <= calendar.monthrange(century + year, month)[1]:
            yield date(century + year, month, day)


def _beginning_with(digits: str, numbers: range) -> Sequence[int]:
    """Those of the numbers whose two digits begin so."""
    if len(digits) == 2:
        return (int(digits),) if int(digits) in numbers else ()
    return (
        [number for number in numbers if f"{number:02}".startswith(digits)] if digits else numbers
    )
