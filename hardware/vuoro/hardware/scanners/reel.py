"""A camera that is not there: it sends pictures as a USB camera does, and fails as one does."""

import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from vuoro.hardware.scanners.decoding import load_decoder
from vuoro.hardware.scanners.frames import SourceLost
from vuoro.hardware.scanners.preview import Mono

if TYPE_CHECKING:
    import numpy.typing as npt

    from vuoro.hardware.scanners.picture import GreyImage

_NOISES = 8
"""Versions of each picture: a sensor never sends the same one twice."""
_QUALITY = 85
_STALL_SECONDS = 3.0
"""How long a driver waits for a picture before it gives up."""


class Reel:
    """Plays grey pictures in turn, without end, each as JPEG with the noise of a small sensor.

    ``fps`` is pictures a second as the camera sends them; whoever takes one late gets the newest.
    It can be unplugged, covered, frozen, silent (sends nothing) and hung (in the kernel, where no
    timeout helps); each until it is told otherwise.
    """

    def __init__(
        self, pictures: "Sequence[GreyImage]", fps: float = 30.0, mono: Mono = time.monotonic
    ) -> None:
        load_decoder()
        self._period = 1 / fps
        self._mono = mono
        self._began = mono()
        self._changed = threading.Condition()
        self._jpegs: list[list[npt.NDArray[Any]]] = []
        self.play(pictures)
        self._black = [_black(seed) for seed in range(_NOISES)]
        self.plugged = True
        self.covered = self.frozen = self.silent = self.hung = False
        self.opened = 0
        """How many captures are open."""
        self.told: dict[int, float] = {}
        """Properties that were set, and to what."""

    def play(self, pictures: "Sequence[GreyImage]") -> None:
        """What is before the camera from now on."""
        self._jpegs = [[_jpeg(picture, seed) for seed in range(_NOISES)] for picture in pictures]

    def set(self, **faults: bool) -> None:
        """``plugged=False``, ``covered=True`` and so on; takes effect at once."""
        with self._changed:
            for name, value in faults.items():
                setattr(self, name, value)
            self._changed.notify_all()

    def find(self) -> str:
        """As the search for a camera's file: raises SourceLost while it is unplugged."""
        if not self.plugged:
            raise SourceLost("no simulated camera")
        return "simulated"

    def open(self, device: str) -> "ReelCapture":
        """As ``open_v4l2``."""
        return ReelCapture(self)

    def frame(self, number: int) -> "npt.NDArray[Any]":
        """The picture of this number, counted from 0, as its JPEG bytes in one row."""
        number = 0 if self.frozen else number
        if self.covered:
            return self._black[number % _NOISES]
        versions = self._jpegs[number // _NOISES % len(self._jpegs)]
        return versions[number % _NOISES]

    def wait_for_frame(self, after: int) -> int | None:
        """The number of the newest picture, later than that one; None when none comes."""
        with self._changed:
            self._changed.wait_for(lambda: not self.hung)
            if self.silent:
                self._changed.wait_for(lambda: not (self.silent and self.plugged), _STALL_SECONDS)
                return None
            due = self._began + (after + 1) * self._period
            self._changed.wait_for(lambda: not self.plugged or self._mono() >= due, self._wait(due))
            if not self.plugged:
                return None
            return max(after + 1, int((self._mono() - self._began) / self._period))

    def _wait(self, due: float) -> float:
        return max(0.0, due - self._mono())


class ReelCapture:
    """One opening of a reel. A Capture."""

    def __init__(self, reel: Reel) -> None:
        self._reel = reel
        self._number = -1
        self._is_open = reel.plugged
        reel.opened += self._is_open

    def isOpened(self) -> bool:
        return self._is_open

    def set(self, propId: int, value: float) -> bool:
        self._reel.told[propId] = value
        return True

    def grab(self) -> bool:
        newest = self._reel.wait_for_frame(self._number) if self._is_open else None
        if newest is None:
            return False
        self._number = newest
        return True

    def retrieve(self) -> "tuple[bool, npt.NDArray[Any]]":
        return True, self._reel.frame(self._number)

    def release(self) -> None:
        self._reel.opened -= self._is_open
        self._is_open = False


def _jpeg(picture: "GreyImage", seed: int) -> "npt.NDArray[Any]":
    import cv2
    import numpy as np

    noise = np.random.default_rng(seed).normal(0, 3, picture.shape)
    noisy = np.clip(picture + noise, 0, 255).astype(np.uint8)
    colours = cv2.cvtColor(noisy, cv2.COLOR_GRAY2BGR)
    _, jpeg = cv2.imencode(".jpg", colours, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return jpeg.reshape(1, -1)


def _black(seed: int) -> "npt.NDArray[Any]":
    import numpy as np

    return _jpeg(np.full((720, 1280), 3, np.uint8), seed)
