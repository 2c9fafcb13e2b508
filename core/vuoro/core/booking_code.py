"""Booking codes: eight characters to type where a pass can't be scanned.

Crockford's base32 (crockford.com/base32.html), 40 random bits, written ``7K4M-Q2XB``. Letters that
people confuse are read as one: O as 0, I and L as 1.
"""

import enum
import string
from collections.abc import Callable
from dataclasses import dataclass, field

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8

_DROPPED = string.whitespace + "\u00a0-\u00ad\u2010\u2011\u2012\u2013\u2014\u2212"
_AS_WRITTEN = str.maketrans(
    string.ascii_lowercase + "OoIiLl", string.ascii_uppercase + "001111", _DROPPED
)
_LONGEST_TYPED = 64


class Reason(enum.StrEnum):
    """Why a text is not a booking code."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    BAD_CHARACTER = "bad_character"


@dataclass(frozen=True, slots=True)
class BadBookingCode:
    """Not a booking code, and why. Holds no input."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class BookingCode:
    """A booking code: its eight characters. Who has them can check in, so no repr shows them."""

    text: str = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.text) != LENGTH or not set(self.text) <= set(ALPHABET):
            raise ValueError("not a booking code")

    def grouped(self) -> str:
        """As people read it: ``XXXX-XXXX``."""
        return grouped(self.text)


def new_booking_code(randbytes: Callable[[int], bytes]) -> BookingCode:
    """A booking code of 40 random bits. The caller makes sure that no other booking has it."""
    bits = int.from_bytes(randbytes(5), "big")
    return BookingCode("".join(ALPHABET[bits >> shift & 31] for shift in range(35, -1, -5)))


def parse(typed: str) -> BookingCode | BadBookingCode:
    """The booking code that a person typed or said."""
    if len(typed) > _LONGEST_TYPED:
        return BadBookingCode(Reason.TOO_LONG)
    text = as_written(typed)
    if not set(text) <= set(ALPHABET):
        return BadBookingCode(Reason.BAD_CHARACTER)
    if len(text) != LENGTH:
        return BadBookingCode(Reason.TOO_SHORT if len(text) < LENGTH else Reason.TOO_LONG)
    return BookingCode(text)


def as_written(typed: str) -> str:
    """What was typed without spaces and hyphens, in upper case, with look-alikes read as digits."""
    return typed.translate(_AS_WRITTEN)


def grouped(text: str) -> str:
    """A code, whole or half typed, as people read it: ``7K4M-Q2XB``, ``7K4M-Q``, ``7K``."""
    return text if len(text) <= 4 else f"{text[:4]}-{text[4:]}"
