"""The pictures of a video file."""

from typing import TYPE_CHECKING

from vuoro.hardware.scanners.capture import grey
from vuoro.hardware.scanners.decoding import Effort, load_decoder
from vuoro.hardware.scanners.frames import SourceEnded, SourceLost, every_fourth

if TYPE_CHECKING:
    import cv2

    from vuoro.hardware.scanners.picture import GreyImage


class VideoFrames:
    """A video file, played once at about its own speed. A Frames."""

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
        if self._capture is None:
            raise SourceEnded
        there, picture = self._capture.read()
        if not there:
            raise SourceEnded
        for _ in range(self._step - 1):
            self._capture.grab()
        return grey(picture)

    def effort(self, number: int) -> Effort:
        return every_fourth(number)

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None
