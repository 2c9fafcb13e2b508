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
    """The number after ``last``, the highest position already given today in this series.

    ``last`` is 0 when none was given yet.
    """
    return Number(series, last + 1)


_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS = 6


def receipt(day: str, randomness: bytes) -> str:
    """A receipt number such as ``1121-7QK4-M2``.

    Month and day, then 30 bits in Crockford's base32; ``randomness`` is at least four random bytes.
    It proves the time of coming to those who hold the arrival, and says nothing to others.
    """
    value = int.from_bytes(randomness[:4], "big")
    letters = "".join(_CROCKFORD[value >> 5 * place & 31] for place in reversed(range(_LETTERS)))
    return f"{day[5:7]}{day[8:10]}-{letters[:4]}-{letters[4:]}"
