"""The newest small picture of a camera, for whoever shows it to the person in front of it.

One picture, no queue: a screen that is busy misses pictures and never shows the past. Nobody has
to say that they stopped looking: once nobody asks, no picture is made, and the last one is gone.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vuoro.hardware.scanners.picture import GreyImage

Mono = Callable[[], float]

PERIOD_SECONDS = 1 / 12
"""Enough to aim by; each one is painted by the thread that hears touches."""
FRESH_SECONDS = 1.0
"""An older picture is the past, and a viewer that asks no more often has gone."""


@dataclass(frozen=True, slots=True)
class View:
    """A picture as it is shown. ``number`` grows with every picture; ``at`` is when it was seen."""

    number: int
    at: float
    picture: "GreyImage" = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Size:
    width: int
    height: int


class Preview:
    """A mailbox for one picture: the camera's thread puts, the screen's thread takes."""

    def __init__(self, *, mirrored: bool, mono: Mono = time.monotonic) -> None:
        self._mirrored = mirrored
        self._mono = mono
        self._lock = threading.Lock()
        self._size = _Size(0, 0)
        self._asked = self._put = -FRESH_SECONDS - 1
        self._number = 0
        self._view: View | None = None

    def newest(self, width: int, height: int) -> View | None:
        """The newest picture; None while there is none of the last second.

        Asking is what makes the camera go on: pictures come while this is called at least once
        a second, cut to so many pixels, with the middle of what the camera sees.
        """
        with self._lock:
            self._size = _Size(width, height)
            self._asked = now = self._mono()
            if self._view is not None and now - self._view.at > FRESH_SECONDS:
                self._view = None
            return self._view

    def wants(self) -> bool:
        """Whether a picture would be looked at now; forgets the last one where nobody looks."""
        with self._lock:
            now = self._mono()
            if now - self._asked > FRESH_SECONDS:
                self._view = None
                return False
            return now - self._put >= PERIOD_SECONDS

    def put(self, picture: "GreyImage") -> None:
        """Show this, as seen now."""
        with self._lock:
            size, self._put = self._size, self._mono()
        shown = fitted(picture, size.width, size.height, mirrored=self._mirrored)
        with self._lock:
            self._number += 1
            self._view = View(self._number, self._put, shown)

    def clear(self) -> None:
        """The camera has gone, and its last picture with it."""
        with self._lock:
            self._view = None


def fitted(picture: "GreyImage", width: int, height: int, *, mirrored: bool) -> "GreyImage":
    """The middle of a picture in this shape, scaled down to so many pixels but never up."""
    import cv2
    import numpy as np

    high, wide = picture.shape
    if width <= 0 or height <= 0:
        width, height = wide, high
    across = min(wide, max(1, high * width // height))
    down = min(high, max(1, wide * height // width))
    left, top = (wide - across) // 2, (high - down) // 2
    middle = picture[top : top + down, left : left + across]
    scale = min(1.0, width / across, height / down)
    size = (max(1, round(across * scale)), max(1, round(down * scale)))
    small = cv2.resize(middle, size, interpolation=cv2.INTER_AREA)
    turned = cv2.flip(small, 1) if mirrored else small
    return np.ascontiguousarray(turned, dtype=np.uint8)
