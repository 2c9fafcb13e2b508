"""Which modules of a code are dark, each judged by all its pixels.

zxing-cpp asks one pixel in the middle of a module. Here a module is the mean of what is inside it,
compared with its neighbours, and what is the same in every code of this size is drawn in: glare on
a finder or a crack through the timing costs nothing then.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from vuoro.hardware.scanners.decoding_grid import DOTS, Grid, straight
from vuoro.hardware.scanners.decoding_symbol import Bits, skeleton
from vuoro.hardware.scanners.picture import GreyImage

Levels = npt.NDArray[np.float32]
"""How light each module is."""

_AROUND = (9, 9)
"""Modules that one is compared with: about half of them are dark, by the code's mask."""
_QUIET = 4
"""Modules of light around a code, by ISO/IEC 18004."""


def levels(picture: GreyImage, grid: Grid) -> Levels:
    """The mean inside each module, mostly of its middle."""
    flat = straight(picture, grid.bend, 0, 0, grid.side)
    soft = cv2.GaussianBlur(flat, (0, 0), DOTS * 0.22)
    light = soft[DOTS // 2 :: DOTS, DOTS // 2 :: DOTS].astype(np.float32)
    return 255 - light if grid.light else light


def judgements(light: Levels) -> Iterator[Bits]:
    """By several opinions, the likeliest first."""
    yield light < _mean(light, _AROUND)
    # Light that a blurred picture has carried over from its neighbours is taken back.
    sharp = 3.0 * light - 2.0 * _mean(light, (3, 3))
    yield sharp < _mean(sharp, _AROUND)
    # Beside glare the mean is too light; half way between the lightest and the darkest is not.
    near = np.ones((5, 5), np.uint8)
    half_way = (cv2.erode(light, near) + cv2.dilate(light, near)) / 2
    yield light < _mean(np.asarray(half_way, np.float32), (3, 3))


def likeness(bits: Bits) -> float:
    """How much of what is known of a code of this size is there: 1.0 all, about 0.5 by chance.

    The finders are left out: the grid was laid through them.
    """
    fixed = skeleton(bits.shape[0])
    known = fixed.known.copy()
    known[:8, :8] = known[:8, -8:] = known[-8:, :8] = False
    return float(np.mean(bits[known] == fixed.dark[known]))


def clean_picture(bits: Bits) -> GreyImage:
    """A code of these modules as if fresh from the printer, its fixed parts as they must be."""
    fixed = skeleton(bits.shape[0])
    dark = np.where(fixed.known, fixed.dark, bits)
    light = np.where(np.pad(dark, _QUIET), 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.kron(light, np.ones((2, 2), np.uint8)))


def _mean(light: Levels, around: tuple[int, int]) -> Levels:
    return np.asarray(cv2.blur(light, around, borderType=cv2.BORDER_REFLECT), np.float32)
