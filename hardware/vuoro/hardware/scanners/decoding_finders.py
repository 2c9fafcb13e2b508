"""The three squares in the corners of QR codes, found by how their outlines lie in each other.

A dark square in a light one in a dark one: sides 3, 5 and 7. That stays so under any angle, and in
a negative. Two of a code are enough to go on with; zxing-cpp wants all three.
"""

from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from vuoro.hardware.scanners.picture import GreyImage

Points = npt.NDArray[np.float32]

_MOST = 16
"""Squares in one picture; a wall of tiles has more, and none of them is a code's."""
_SMALLEST_AREA = 60.0
"""Pixels inside the outer line: about one pixel a module."""
_MIDDLE = (0.30, 0.80)
_INNER = (0.06, 0.42)
"""Share of the outer square's area: 25/49 and 9/49, and what a pixel more or less makes of it."""
_OFF_CENTRE = 0.2
"""How far the middles may be apart, in outer sides."""
_SOLID = 0.75
"""Share of its hull that the inner square fills; what fills less is a whole code in a frame."""


_ROW = 4
"""Every fourth row is enough to guess how much there is to follow."""
_GRAINY, _CROWDED, _FEW_EDGES = 0.07, 0.11, 16_000
"""Share of pixels that differ from their left neighbour, from which on a picture is smoothed, and
from which on it is left alone: 0.01 in a room, 0.5 in pure noise, half a second to follow."""


class Finder(NamedTuple):
    """One of a code's three squares."""

    middle: Points
    """x, y in pixels."""
    corners: Points
    """Four of the outer square, clockwise as seen, from any of them."""
    side: float
    """Of the outer square, 7 modules, in pixels."""
    light: bool
    """In a negative: the outer square is light."""


def find(picture: GreyImage, block: int, offset: int) -> tuple[Finder, ...]:
    """The largest first. ``block`` is the width of what is averaged for a threshold, in pixels."""
    dark = _dark(picture, block, offset)
    if _edges(dark) > max(_FEW_EDGES, _GRAINY * dark.size):
        dark = _dark(np.asarray(cv2.blur(picture, (3, 3)), np.uint8), block, offset)
        if _edges(dark) > max(_FEW_EDGES, _CROWDED * dark.size):
            return ()
    outlines, tree = cv2.findContours(dark, cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    if tree is None:
        return ()
    found = [
        finder
        for outer, middle, inner in _nested(tree[0])
        if (finder := _finder(outlines[outer], outlines[middle], outlines[inner])) is not None
    ]
    found.sort(key=lambda finder: -finder.side)
    return _apart(found)[:_MOST]


def _dark(picture: GreyImage, block: int, offset: int) -> GreyImage:
    """255 where it is darker than around, by more than ``offset``."""
    around = cv2.blur(picture, (block | 1, block | 1), borderType=cv2.BORDER_REPLICATE)
    lighter = cv2.convertScaleAbs(picture, beta=offset)
    return np.asarray(cv2.compare(lighter, around, cv2.CMP_LT), np.uint8)


def _edges(dark: GreyImage) -> int:
    """About how many pixels differ from their left neighbour: what following outlines will cost."""
    rows = dark[::_ROW]
    return _ROW * int(np.count_nonzero(rows[:, 1:] != rows[:, :-1]))


def _nested(tree: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """Rows of outline, the one in it, the one in that: all there are."""
    parent = tree[:, 3]
    inner = np.flatnonzero(parent >= 0)
    inner = inner[parent[parent[inner]] >= 0]
    middle = parent[inner]
    return np.column_stack([parent[middle], middle, inner])


def _finder(outer: Any, middle: Any, inner: Any) -> Finder | None:
    if len(outer) < 4 or len(inner) < 3:
        return None
    area = cv2.contourArea(outer)
    if area < _SMALLEST_AREA or not _MIDDLE[0] < cv2.contourArea(middle) / area < _MIDDLE[1]:
        return None
    # An outline runs through the middles of pixels: of a small square half of them are left out.
    core = cv2.contourArea(inner) + cv2.arcLength(inner, True) / 2
    if not _INNER[0] < core / area < _INNER[1]:
        return None
    if core < _SOLID * cv2.contourArea(cv2.convexHull(inner)):
        return None
    corners = _corners(outer)
    if corners is None:
        return None
    side = float(np.sqrt(area))
    centre = corners.mean(axis=0)
    if np.hypot(*(centre - inner[:, 0].mean(axis=0))) > _OFF_CENTRE * side:
        return None
    return Finder(centre, corners, side + 1, cv2.contourArea(inner, oriented=True) > 0)


def _corners(outline: Any) -> Points | None:
    """Of the four-sided shape around it, half a pixel further out; None for no such shape."""
    hull = cv2.convexHull(outline)
    length = cv2.arcLength(hull, True)
    for share in (0.03, 0.05, 0.08, 0.12):
        shape = cv2.approxPolyDP(hull, share * length, True)
        if len(shape) <= 4:
            break
    if len(shape) != 4 or cv2.contourArea(shape) < 0.7 * cv2.contourArea(hull):
        return None
    corners = shape[:, 0].astype(np.float32)
    if cv2.contourArea(shape, True) < 0:
        corners = corners[::-1]
    away = corners - corners.mean(axis=0)
    out = 0.5 * np.sqrt(2) / np.maximum(1, np.hypot(away[:, 0], away[:, 1]))
    return np.ascontiguousarray(corners + away * out[:, None], dtype=np.float32)


def _apart(finders: list[Finder]) -> tuple[Finder, ...]:
    """Without those that are a larger one once more: two lines of one square."""
    kept: list[Finder] = []
    for finder in finders:
        if all(np.hypot(*(finder.middle - other.middle)) > finder.side / 2 for other in kept):
            kept.append(finder)
    return tuple(kept)
