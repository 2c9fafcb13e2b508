"""Where the modules of a code lie, guessed from three of its finders, or from two.

Finders give a direction and a scale each, so even two of them say where the rest must be; the small
alignment pattern near the fourth corner, where there is one, corrects the perspective.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from vuoro.hardware.scanners.decoding_finders import Finder, Points
from vuoro.hardware.scanners.decoding_symbol import LARGEST, SMALLEST, alignment_places
from vuoro.hardware.scanners.picture import GreyImage

Bend = npt.NDArray[np.float64]
"""3×3, from modules (x, y from the top left corner of the code) to pixels."""

DOTS = 5
"""Pixels a module once it is straightened; odd, so that one is in the middle."""
_SQUARE = np.array([[0, 0], [7, 0], [7, 7], [0, 7]], np.float32)
"""The corners of a finder, in modules."""
_LIKE = 2.2
"""Finders of one code are of about one size: the larger at most so many times the smaller."""
_UNEVEN = 2.0
"""So many times as many modules may seem to lie along one edge as along the other."""
_SHORTEST, _LONGEST = 9.0, 200.0
"""Modules between the middles of two finders, 14 to 170, as far as they can be guessed."""
_TAKING_TURNS = 0.4
"""Share of right steps from one module of the timing to the next, less that of wrong ones."""
_SEEN = 0.6
"""Correlation from which on an alignment pattern is one."""


class Grid(NamedTuple):
    """A guess where a code lies."""

    bend: Bend
    side: int
    """In modules."""
    light: bool
    """A negative."""


def from_three(picture: GreyImage, finders: tuple[Finder, ...]) -> Iterator[Iterator[Grid]]:
    """A few grids for each three finders that may be of one code, the likeliest three first."""
    guesses = []
    for three in combinations(finders, 3):
        if _alike(*three) and (ordered := _in_order(*three)) is not None:
            guesses.append(ordered)
    guesses.sort(key=lambda guess: guess[0])
    for _, (corner, right, down) in guesses:
        across = right.middle - corner.middle, down.middle - corner.middle
        squares = [_turned(each, *across) for each in (corner, right, down)]
        gaps = [_modules(squares[0], squares[1], 0), _modules(squares[0], squares[2], 1)]
        if min(gaps) > _SHORTEST and max(gaps) < min(_LONGEST, _UNEVEN * min(gaps)):
            places = ((0, 0), (1, 0), (0, 1))
            yield _grids(picture, squares, places, sum(gaps) / 2, corner.light)


def from_two(picture: GreyImage, finders: tuple[Finder, ...]) -> Iterator[Iterator[Grid]]:
    """The same for two finders: each place where the third may be, hidden by glare or a crack."""
    for one, other in combinations(finders, 2):
        if _alike(one, other):
            for first, second in ((one, other), (other, one)):
                yield from _beside(picture, first, second)


def _beside(picture: GreyImage, first: Finder, second: Finder) -> Iterator[Iterator[Grid]]:
    x, y = _as_modules(first, second.middle)
    short, long = sorted((abs(x), abs(y)))
    if not _SHORTEST < long < _LONGEST:
        return
    gap = second.middle - first.middle
    aside = np.array([-gap[1], gap[0]])
    if short < 0.3 * long:
        ways = [(gap, aside, ((0, 0), (1, 0))), (-aside, gap, ((0, 0), (0, 1)))]
    elif short > 0.5 * long:
        ways = [((-gap - aside) / 2, (gap - aside) / 2, ((1, 0), (0, 1)))]
    else:
        return
    for right, down, places in ways:
        squares = [_turned(each, right, down) for each in (first, second)]
        yield _grids(picture, squares, places, long, first.light)


def straight(picture: GreyImage, bend: Bend, x: float, y: float, modules: float) -> GreyImage:
    """A square part of a code as seen from straight above, ``DOTS`` pixels a module."""
    size = max(1, round(modules * DOTS))
    dots = np.array([[1 / DOTS, 0, x], [0, 1 / DOTS, y], [0, 0, 1]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    flat = cv2.warpPerspective(
        picture, bend @ dots, (size, size), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(flat, np.uint8)


def _alike(*finders: Finder) -> bool:
    sides = [finder.side for finder in finders]
    return max(sides) < _LIKE * min(sides) and len({finder.light for finder in finders}) == 1


def _in_order(
    a: Finder, b: Finder, c: Finder
) -> tuple[float, tuple[Finder, Finder, Finder]] | None:
    """Top left, top right, bottom left, and how unlike half a square that is.

    The top left one is opposite to the longest side. None for three in a row.
    """
    gaps = _gap(b, c), _gap(a, c), _gap(a, b)
    corner, one, other = ((a, b, c), (b, a, c), (c, a, b))[int(np.argmax(gaps))]
    right, down = one.middle - corner.middle, other.middle - corner.middle
    turn = float(right[0] * down[1] - right[1] * down[0])
    shorter, middle, longest = sorted(gaps)
    if abs(turn) < 0.3 * shorter * middle:
        return None
    sides = [finder.side for finder in (a, b, c)]
    unlike = (
        (middle - shorter) / middle
        + abs(longest**2 - shorter**2 - middle**2) / longest**2
        + (max(sides) - min(sides)) / max(sides)
    )
    return unlike, (corner, one, other) if turn > 0 else (corner, other, one)


def _gap(one: Finder, other: Finder) -> float:
    return float(np.hypot(*(one.middle - other.middle)))


def _turned(finder: Finder, right: Any, down: Any) -> Points:
    """Its corners from the top left one on, as the code is held."""
    away = finder.corners - finder.middle
    first = int(np.argmin(away @ (right / np.hypot(*right) + down / np.hypot(*down))))
    return np.roll(finder.corners, -first, axis=0)


def _modules(one: Points, other: Points, axis: int) -> float:
    """How many modules the middles of two finders are apart, by the lengths of their sides."""
    ends = ((0, 1), (3, 2)) if axis == 0 else ((0, 3), (1, 2))
    sides = [np.hypot(*(square[b] - square[a])) for square in (one, other) for a, b in ends]
    gap = np.hypot(*(other.mean(axis=0) - one.mean(axis=0)))
    return float(7 * gap / np.exp(np.mean(np.log(np.maximum(sides, 1e-3)))))


def _as_modules(finder: Finder, point: Points) -> Points:
    """From the middle of this finder, by its own sides."""
    flat = cv2.getPerspectiveTransform(finder.corners, _SQUARE)
    return np.asarray(cv2.perspectiveTransform(point[None, None], flat)[0, 0] - 3.5, np.float32)


def _grids(
    picture: GreyImage,
    squares: list[Points],
    places: tuple[tuple[int, int], ...],
    gap: float,
    light: bool,
) -> Iterator[Grid]:
    """For the sizes a code may have, the nearest first."""
    nearest = 17 + 4 * round((gap + 7 - 17) / 4)
    sizes = sorted((nearest - 4, nearest, nearest + 4), key=lambda side: abs(side - gap - 7))
    for side in sizes:
        if SMALLEST <= side <= LARGEST:
            far = np.array(places, np.float32) * (side - 7)
            modules = np.vstack([_SQUARE + place for place in far])
            pixels = np.vstack(squares)
            bend = _fitted(modules, pixels)
            if bend is not None and _has_timing(picture, bend, side):
                yield Grid(_aligned(picture, bend, side, modules, pixels), side, light)


def _fitted(modules: Points, pixels: Points) -> Bend | None:
    bend, _ = cv2.findHomography(modules, pixels, 0)
    return None if bend is None else np.asarray(bend, np.float64)


def _has_timing(picture: GreyImage, bend: Bend, side: int) -> bool:
    """Whether dark and light take turns between the finders: along one edge, spoiled on the other.

    Asked first, as it costs a twentieth of laying the whole code straight.
    """
    along = np.arange(7.5, side - 7)
    lines = np.array([[along, np.full_like(along, 6.5)], [np.full_like(along, 6.5), along]])
    points = cv2.perspectiveTransform(lines.transpose(0, 2, 1).reshape(1, -1, 2), bend)[0]
    x, y = np.rint(np.clip(points, 0, (picture.shape[1] - 1, picture.shape[0] - 1)).T).astype(int)
    light = picture[y, x].reshape(2, -1).astype(np.float32)
    steps = np.diff(light, axis=1) * np.where(np.arange(light.shape[1] - 1) % 2 == 0, -1, 1)
    return float(np.abs(np.sign(steps).mean(axis=1)).max()) >= _TAKING_TURNS


def _aligned(picture: GreyImage, bend: Bend, side: int, modules: Points, pixels: Points) -> Bend:
    """Corrected by the alignment pattern near the fourth corner, if it is seen there."""
    if side == SMALLEST:
        return bend
    middle = alignment_places(side)[-1] + 0.5
    reach = 2.5 + max(2.0, side / 12)
    flat = straight(picture, bend, middle - reach, middle - reach, 2 * reach)
    likeness = np.abs(cv2.matchTemplate(flat, _ALIGNMENT, cv2.TM_CCOEFF_NORMED))
    _, best, _, at = cv2.minMaxLoc(likeness)
    if best < _SEEN:
        return bend
    found = np.array(at) / DOTS + 2.5 + middle - reach
    seen = cv2.perspectiveTransform(found[None, None], bend)[0]
    # Four times: as heavy as a finder.
    modules = np.vstack([modules, np.full((4, 2), middle, np.float32)])
    pixels = np.vstack([pixels, np.repeat(seen, 4, axis=0).astype(np.float32)])
    better = _fitted(modules, pixels)
    return bend if better is None else better


def _alignment() -> GreyImage:
    light = np.zeros((5, 5), np.uint8)
    light[1:4, 1:4] = 255
    light[2, 2] = 0
    return np.ascontiguousarray(np.kron(light, np.ones((DOTS, DOTS), np.uint8)))


_ALIGNMENT = _alignment()
