"""Reading the large number of a slip: its black shapes compared with letters drawn another way."""

import math
import string
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from vuoro.core import look
from vuoro.lobby.tour.failing import Failed

Grey = npt.NDArray[np.uint8]
CHARACTERS = string.ascii_uppercase + string.digits
LENGTH = 4
_LOWEST = 50
"""Dots: nothing on a slip is as tall as its number but the code below it."""
_BOX = (32, 48)
_SURE = 0.70


def read_number(slip: Grey) -> str:
    """The number on a slip, such as ``A017``. Raises Failed when it can't be told."""
    found = _tall_shapes(slip)
    if len(found) != LENGTH:
        raise Failed(f"{len(found)} large characters on the slip instead of {LENGTH}")
    return "".join(_read(shape) for shape in found)


def _tall_shapes(slip: Grey) -> list[Grey]:
    """The shapes of the uppermost line of large characters, from left to right."""
    black = (slip < 128).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(black, connectivity=8)
    boxes = [
        (label, *map(int, stats[label][:4]))
        for label in range(1, len(stats))
        if stats[label][cv2.CC_STAT_HEIGHT] >= _LOWEST
        and stats[label][cv2.CC_STAT_WIDTH] < stats[label][cv2.CC_STAT_HEIGHT]
    ]
    if not boxes:
        return []
    top = min(box[2] for box in boxes)
    # The code stands below the number, and some of its modules make a shape as tall.
    line = sorted((box for box in boxes if box[2] < top + _LOWEST), key=lambda box: box[1])
    return [((black[y : y + h, x : x + w]) * 255).astype(np.uint8) for _, x, y, w, h in line]


def _read(shape: Grey) -> str:
    likeness = {character: _like(shape, glyph) for character, glyph in _alphabet().items()}
    best = max(likeness, key=lambda character: likeness[character])
    if likeness[best] < _SURE:
        raise Failed(f"a character of the slip can't be told ({best}? {likeness[best]:.2f})")
    return best


def _like(one: Grey, other: Grey) -> float:
    """How alike two shapes are, 0 to 1; their proportions count as well."""
    a, b = (cv2.resize(shape, _BOX, interpolation=cv2.INTER_AREA) > 127 for shape in (one, other))
    same = float((a & b).sum()) / max(1.0, float((a | b).sum()))
    narrow, wide = sorted((one.shape[1] / one.shape[0], other.shape[1] / other.shape[0]))
    return same * math.sqrt(narrow / wide)


@cache
def _alphabet() -> dict[str, Grey]:
    """Every character as Pillow (FreeType) draws it, in the bold of our typeface."""
    from PIL import Image, ImageDraw, ImageFont

    bold = next(file for file in look.fonts() if "Bold" in file.name and "Semi" not in file.name)
    font = ImageFont.truetype(str(bold), 160)
    glyphs = {}
    for character in CHARACTERS:
        canvas = Image.new("L", (300, 300), 0)
        ImageDraw.Draw(canvas).text((60, 40), character, fill=255, font=font, features=["zero"])
        glyphs[character] = np.asarray(canvas.crop(canvas.getbbox()), dtype=np.uint8)
    return glyphs
