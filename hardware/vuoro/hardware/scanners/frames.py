"""Where pictures come from: a camera or a video file."""

from typing import TYPE_CHECKING, Protocol

from vuoro.hardware.scanners.decoding import Effort, load_decoder

if TYPE_CHECKING:
    import cv2

    from vuoro.hardware.scanners.picture import GreyImage

_WIDTH, _HEIGHT = 1280, 720


class SourceLost(Exception):
    """The camera was unplugged, the folder is not there: try again later."""


class SourceEnded(Exception):
    """There will be no further picture."""


class Frames(Protocol):
    """A row of grey pictures. Used by one thread; may be opened again after ``close``."""

    def open(self) -> None:
        """Raises SourceLost."""
        ...

    def next(self) -> "GreyImage | None":
        """The newest picture; None when there is no new one yet. Raises SourceLost, SourceEnded."""
        ...

    def effort(self, number: int) -> Effort:
        """How closely to look at the picture of this number, counted from 0."""
        ...

    def close(self) -> None: ...


class CameraFrames:
    """A V4L2 camera, by its number."""

    def __init__(self, device: int) -> None:
        self._device = device
        self._capture: cv2.VideoCapture | None = None

    def open(self) -> None:
        load_decoder()
        import cv2

        capture = cv2.VideoCapture(self._device, cv2.CAP_V4L2)
        if not capture.isOpened():
            raise SourceLost(f"no camera at number {self._device}")
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, _WIDTH)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, _HEIGHT)
        # With a longer queue a slow frame rate of ours would show the past.
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        self._capture = capture

    def next(self) -> "GreyImage | None":
        picture = _read_grey(self._capture)
        if picture is None:
            raise SourceLost("the camera gives no picture")
        return picture

    def effort(self, number: int) -> Effort:
        return every_fourth(number)

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


class VideoFrames:
    """A video file, played once at about its own speed."""

    def __init__(self, path: str, frames_per_second: int) -> None:
        self._path = path
        self._frames_per_second = frames_per_second
        self._step = 1
        self._capture: cv2.VideoCapture | None = None

    def open(self) -> None:
        load_decoder()
        import cv2

        capture = cv2.VideoCapture(self._path)
        if not capture.isOpened():
            raise SourceLost("the video can't be opened")
        self._step = max(1, round(capture.get(cv2.CAP_PROP_FPS) / self._frames_per_second))
        self._capture = capture

    def next(self) -> "GreyImage | None":
        picture = _read_grey(self._capture)
        if picture is None:
            raise SourceEnded
        for _ in range(self._step - 1):
            assert self._capture is not None
            self._capture.grab()
        return picture

    def effort(self, number: int) -> Effort:
        return every_fourth(number)

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


def every_fourth(number: int) -> Effort:
    """Of a moving picture every fourth frame gets a closer look, the first one included."""
    return Effort.CLOSER if number % 4 == 0 else Effort.QUICK


def _read_grey(capture: "cv2.VideoCapture | None") -> "GreyImage | None":
    import cv2
    import numpy as np

    if capture is None:
        return None
    there, picture = capture.read()
    if not there:
        return None
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) if picture.ndim == 3 else picture
    return np.ascontiguousarray(grey, dtype=np.uint8)
