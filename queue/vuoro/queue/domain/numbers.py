"""Numbers of the day: a letter and three digits, no gaps and no repeats."""

from dataclasses import dataclass

LAST = 999


@dataclass(frozen=True, slots=True)
class Number:
    """The ``n``-th number of a series on a day; ``shown`` wraps after 999 (A999, A001)."""

    series: str
    n: int

    @property
    def shown(self) -> str:
        return f"{self.series}{(self.n - 1) % LAST + 1:03d}"


def following(series: str, last: int) -> Number:
    """The number after ``last``, the highest position already given in this series today (0: none yet)."""
    return Number(series, last + 1)


_RECEIPT_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def receipt(day: str, randomness: bytes) -> str:
    """A receipt number such as ``1121-7QK4-M2``: the day, then 30 random bits in Crockford base32.

    Proves the time of coming to those who hold the arrival event; says nothing to others.
    """
    value = int.from_bytes(randomness[:4], "big") & (1 << 30) - 1
    letters = "".join(_RECEIPT_ALPHABET[value >> shift & 31] for shift in range(25, -1, -5))
    return f"{day[5:7]}{day[8:10]}-{letters[:4]}-{letters[4:]}"
