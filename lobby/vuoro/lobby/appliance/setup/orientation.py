"""How a touchscreen lies under its picture: turned, mirrored or as it should.

A matrix is libinput's (LIBINPUT_CALIBRATION_MATRIX): two rows of three numbers that take a touch,
in parts of the screen from the upper left corner, to where it belongs.
"""

from collections.abc import Iterable
from itertools import product
from pathlib import Path

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

IDENTITY: Matrix = (1, 0, 0, 0, 1, 0)
CROSSES: tuple[Point, ...] = ((0.2, 0.14), (0.8, 0.34), (0.34, 0.86))
"""No turn and no mirror takes these to each other."""
NEAR = 0.08
"""Parts of the screen that a finger may miss a cross by."""
_KEY = "LIBINPUT_CALIBRATION_MATRIX"


def _whole(first: tuple[int, int], second: tuple[int, int]) -> Matrix:
    """A turn or mirror about the middle; what would come out below zero is moved back."""
    (a, b), (d, e) = first, second
    return (a, b, float(a + b < 0), d, e, float(d + e < 0))


ORIENTATIONS: tuple[Matrix, ...] = tuple(
    _whole(*rows)
    for x, y in product((1, -1), repeat=2)
    for rows in (((x, 0), (0, y)), ((0, x), (y, 0)))
)
"""The four turns and their mirrors; how it should be comes first."""


def applied(matrix: Matrix, point: Point) -> Point:
    """Where a matrix takes a touch."""
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + b * y + c, d * x + e * y + f


def after(second: Matrix, first: Matrix) -> Matrix:
    """One matrix that does what two do, one after the other."""
    a, b, c, d, e, f = first
    (g, h, i), (j, k, m) = second[:3], second[3:]
    return (
        g * a + h * d, g * b + h * e, g * c + h * f + i,
        j * a + k * d, j * b + k * e, j * c + k * f + m,
    )  # fmt: skip


def solved(touches: Iterable[tuple[Point, Point]]) -> Matrix | None:
    """What takes each touch to the cross it was meant for; None where nothing does."""
    pairs = [*touches]
    fits = (each for each in ORIENTATIONS if all(near(applied(each, at), to) for at, to in pairs))
    return next(fits, None)


def near(one: Point, other: Point) -> bool:
    """Whether a finger at one place may mean the other."""
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


def env_text(matrix: Matrix) -> str:
    """The line for ``/etc/vuoro/touch.env``, which udev reads."""
    return f'{_KEY}="{" ".join(f"{number:g}" for number in matrix)}"\n'


def read_env(file: Path) -> Matrix:
    """The matrix of such a file; as it should be, where there is none."""
    try:
        numbers = file.read_text("ascii").partition("=")[2].strip().strip('"').split()
        a, b, c, d, e, f = map(float, numbers)
    except (OSError, ValueError):
        return IDENTITY
    return a, b, c, d, e, f
