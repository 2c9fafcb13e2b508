"""Ways to look at a whole picture, each good at what another misses; the cheapest first."""

from collections.abc import Callable, Iterator

import cv2
import numpy as np

from vuoro.hardware.scanners.decoding_finders import Finder, find
from vuoro.hardware.scanners.decoding_rebuild import rebuild
from vuoro.hardware.scanners.decoding_zxing import read
from vuoro.hardware.scanners.payload import Payload
from vuoro.hardware.scanners.picture import GreyImage

Late = Callable[[], bool]
Look = Callable[[GreyImage, Late], tuple[Payload, ...]]

_SMALL = 800
"""Longest side, in pixels, of a picture worth doubling."""
_LARGE = 500
"""Shortest side of a picture whose finders are still seen at half its size."""
_FEW, _MANY = 4, 12
"""Groups of finders to try."""


def quick() -> Iterator[Look]:
    """3 ms for 1280×720 without a code, on one core of a small computer."""
    yield _as_seen
    yield _coarse


def closer() -> Iterator[Look]:
    """20 ms."""
    yield from quick()
    yield _fine
    yield _stretched
    yield _sharpened
    yield _doubled


def thorough() -> Iterator[Look]:
    """80 ms."""
    yield from closer()
    yield _finest
    yield _softened
    yield _closed
    yield _opened
    yield _sharpest
    yield _doubled_and_sharpened
    yield _turned


def _as_seen(picture: GreyImage, late: Late) -> tuple[Payload, ...]:
    """In a camera's picture the next look finds large codes, and at a lower cost."""
    del late
    return read(picture, hasty=min(picture.shape) >= _LARGE)


def _coarse(picture: GreyImage, late: Late) -> tuple[Payload, ...]:
    """Finders are large: in a camera's picture half the size shows them, at a quarter's cost."""
    if min(picture.shape) < _LARGE:
        return rebuild(picture, find(picture, _block(picture, 10), 4), _FEW, late)
    half = _grey(cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    finders = tuple(_twice(finder) for finder in find(half, _block(half, 10), 6))
    return rebuild(picture, finders, _FEW, late)


def _twice(finder: Finder) -> Finder:
    return Finder(
        finder.middle * 2 + np.float32(0.5),
        finder.corners * 2 + np.float32(0.5),
        finder.side * 2,
        finder.light,
    )


def _fine(picture: GreyImage, late: Late) -> tuple[Payload, ...]:
    return rebuild(picture, find(picture, _block(picture, 10), 4), _MANY, late)


def _stretched(picture: GreyImage, late: Late) -> tuple[Payload, ...]:
    """A dark phone or a pale slip: all greys between black and white are used."""
    stretched = _grey(cv2.normalize(picture, np.empty_like(picture), 0, 255, cv2.NORM_MINMAX))
    soft = _grey(cv2.blur(stretched, (3, 3)))
    return rebuild(stretched, find(soft, _block(picture, 6), 3), _MANY, late)


def _sharpened(picture: GreyImage, late: Late) -> tuple[Payload, ...]:
    """Out of focus: held too near."""
    del late
    return read(_sharp(picture, 2.0, 1.0))


def _doubled(picture: GreyImage, late: Late) -> tuple[Payload, ...]:
    """Few pixels a module: held too far."""
    if max(picture.shape) > _SMALL:
        return ()
    double = _double(picture)
    found = read(double)
    if found or late():
        return found
    return rebuild(double, find(double, _block(double, 10), 4), _MANY, late)


def _finest(picture: GreyImage, late: Late) -> tuple[Payload, ...]:
    """A threshold of its own for every few modules: cracks, and glare on a finder."""
    return rebuild(picture, find(picture, _block(picture, 20), 4), _MANY, late)


def _softened(picture: GreyImage, late: Late) -> tuple[Payload, ...]:
    """Grains of a sensor in the dark, the dots of a printer."""
    soft = _grey(cv2.GaussianBlur(picture, (0, 0), 1.0))
    found = read(soft)
    if found or late():
        return found
    return rebuild(picture, find(soft, _block(soft, 10), 2), _MANY, late)


def _closed(picture: GreyImage, late: Late) -> tuple[Payload, ...]:
    """Thin dark lines over the code, gone."""
    closed = _grey(cv2.morphologyEx(picture, cv2.MORPH_CLOSE, _NEAR))
    return rebuild(picture, find(closed, _block(closed, 10), 2), _MANY, late)


def _opened(picture: GreyImage, late: Late) -> tuple[Payload, ...]:
    """Thin light lines over the code, gone: dead dots of a thermal printer."""
    del late
    return read(_grey(cv2.morphologyEx(picture, cv2.MORPH_OPEN, _NEAR)))


def _sharpest(picture: GreyImage, late: Late) -> tuple[Payload, ...]:
    sharp = _sharp(picture, 3.0, 3.0)
    found = read(sharp)
    if found or late():
        return found
    return rebuild(picture, find(sharp, _block(picture, 10), 10), _MANY, late)


def _doubled_and_sharpened(picture: GreyImage, late: Late) -> tuple[Payload, ...]:
    del late
    return () if max(picture.shape) > _SMALL else read(_sharp(_double(picture), 4.0, 2.0))


def _turned(picture: GreyImage, late: Late) -> tuple[Payload, ...]:
    """The decoder looks along rows and columns; turned, other edges of a code cross them."""
    del late
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 30, 1)
    return read(_grey(cv2.warpAffine(picture, turn, (width, height), borderValue=(128,))))


_NEAR = np.ones((3, 3), np.uint8)


def _sharp(picture: GreyImage, reach: float, share: float) -> GreyImage:
    soft = cv2.GaussianBlur(picture, (0, 0), reach)
    return _grey(cv2.addWeighted(picture, 1 + share, soft, -share, 0))


def _double(picture: GreyImage) -> GreyImage:
    return _grey(cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))


def _block(picture: GreyImage, share: int) -> int:
    """A neighbourhood for thresholds: wider than a finder, narrower than a shadow."""
    return max(15, int(min(picture.shape)) // share)


def _grey(picture: object) -> GreyImage:
    return np.ascontiguousarray(picture, dtype=np.uint8)
