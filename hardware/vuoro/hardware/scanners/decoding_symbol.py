"""What is the same in every QR code of a size, by ISO/IEC 18004: finders, timing and the like.

Light and glass may spoil these squares as well as others; drawn in as they must be, they cost the
decoder nothing of its error correction.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.bool_]
"""Modules a side × modules a side; True is dark."""

SMALLEST, LARGEST = 21, 177
_FINDER = 7
_VERSION_GENERATOR = 0x1F25
_FIRST_WITH_VERSION = 7


class Skeleton(NamedTuple):
    known: Bits
    """Where a module is the same in every code of this size."""
    dark: Bits


@cache
def skeleton(side: int) -> Skeleton:
    """Of codes with ``side`` modules a side: 21, 25, … 177. Not to be written to."""
    parts = Skeleton(np.zeros((side, side), bool), np.zeros((side, side), bool))
    _timing(parts)
    for row, column in ((0, 0), (0, side - _FINDER), (side - _FINDER, 0)):
        _finder(parts, row, column)
    places = alignment_places(side)
    far = side - 7
    for row in places:
        for column in places:
            if (row, column) not in ((6, 6), (6, far), (far, 6)):
                _alignment(parts, row, column)
    parts.known[side - 8, 8] = parts.dark[side - 8, 8] = True
    _version(parts)
    return parts


@cache
def alignment_places(side: int) -> tuple[int, ...]:
    """Rows, and columns, of the middles of alignment patterns."""
    version = (side - 17) // 4
    if version == 1:
        return ()
    count = version // 7 + 2
    step = (version * 8 + count * 3 + 5) // (count * 4 - 4) * 2
    return (6, *sorted(side - 7 - step * number for number in range(count - 1)))


def _timing(parts: Skeleton) -> None:
    along = np.arange(parts.dark.shape[0]) % 2 == 0
    parts.known[6, :] = parts.known[:, 6] = True
    parts.dark[6, :] = parts.dark[:, 6] = along


def _finder(parts: Skeleton, row: int, column: int) -> None:
    """With the light line around it, as far as it is inside the code."""
    side = parts.dark.shape[0]
    around = (slice(max(0, row - 1), row + 8), slice(max(0, column - 1), min(side, column + 8)))
    parts.known[around] = True
    parts.dark[around] = False
    parts.dark[row : row + 7, column : column + 7] = True
    parts.dark[row + 1 : row + 6, column + 1 : column + 6] = False
    parts.dark[row + 2 : row + 5, column + 2 : column + 5] = True


def _alignment(parts: Skeleton, row: int, column: int) -> None:
    parts.known[row - 2 : row + 3, column - 2 : column + 3] = True
    parts.dark[row - 2 : row + 3, column - 2 : column + 3] = True
    parts.dark[row - 1 : row + 2, column - 1 : column + 2] = False
    parts.dark[row, column] = True


def _version(parts: Skeleton) -> None:
    side = parts.dark.shape[0]
    version = (side - 17) // 4
    if version < _FIRST_WITH_VERSION:
        return
    rest = version << 12
    for bit in range(17, 11, -1):
        if rest >> bit & 1:
            rest ^= _VERSION_GENERATOR << (bit - 12)
    word = version << 12 | rest
    for bit in range(18):
        near, far = bit // 3, side - 11 + bit % 3
        parts.known[near, far] = parts.known[far, near] = True
        parts.dark[near, far] = parts.dark[far, near] = bool(word >> bit & 1)
