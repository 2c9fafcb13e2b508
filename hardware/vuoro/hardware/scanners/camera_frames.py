"""The pictures of a USB camera that may be unplugged, hang, freeze or be covered."""

import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from vuoro.hardware.scanners.capture import LOST_SECONDS, Capture, open_v4l2, set_up
from vuoro.hardware.scanners.decoding import Effort
from vuoro.hardware.scanners.frames import NothingSeen, SourceLost, every_fourth
from vuoro.hardware.scanners.grabber import Grabber
from vuoro.hardware.scanners.liveness import Liveness, Sight
from vuoro.hardware.scanners.preview import Mono, Preview
from vuoro.hardware.scanners.scanner import ScannerState

if TYPE_CHECKING:
    from vuoro.hardware.scanners.picture import GreyImage

FIRST_SECONDS = 8.0
"""A camera that was just opened sets itself up, and its first pictures are often spoilt."""
WAIT_SECONDS = 0.25
"""How long one ``next`` waits, so that closing never does longer."""
_RELEASE_SECONDS = 0.5

Find = Callable[[], str]
"""The camera's device file now. Raises SourceLost while it is not plugged in."""
Open = Callable[[str], Capture]


class CameraFrames:
    """A camera, looked for anew each time it is opened. A Frames.

    ``preview`` gets pictures too, at its own pace.
    """

    def __init__(
        self,
        find: Find,
        *,
        exposure: int = 0,
        preview: Preview | None = None,
        open_capture: Open = open_v4l2,
        mono: Mono = time.monotonic,
    ) -> None:
        self._find = find
        self._exposure = exposure
        self._preview = preview
        self._open_capture = open_capture
        self._mono = mono
        self._liveness = Liveness()
        self._grabber: Grabber | None = None
        self._hanging: Grabber | None = None
        self._patience_ends = 0.0
        self._seen = False

    def open(self) -> None:
        if self._hanging is not None and self._hanging.alive:
            # Two threads at one camera that hangs would be three soon.
            raise SourceLost("the camera hangs and doesn't let go")
        self._hanging = None
        device = self._find()
        self._grabber = Grabber(lambda: self._opened(device), self._preview)
        self._patience_ends, self._seen = self._mono() + FIRST_SECONDS, False

    def next(self) -> "GreyImage | None":
        if self._grabber is None:
            raise SourceLost("the camera is not open")
        picture = self._grabber.newest(WAIT_SECONDS)
        now = self._mono()
        if picture is None:
            self._be_patient(now)
            return None
        self._patience_ends = now + LOST_SECONDS
        match self._liveness.judge(picture, now):
            case Sight.FROZEN:
                raise SourceLost("the camera sends the same picture again and again")
            case Sight.COVERED:
                raise NothingSeen(ScannerState.COVERED)
        self._seen = True
        return picture

    def effort(self, number: int) -> Effort:
        return every_fourth(number)

    def close(self) -> None:
        grabber, self._grabber = self._grabber, None
        if grabber is not None and not grabber.close(_RELEASE_SECONDS):
            self._hanging = grabber

    def _be_patient(self, now: float) -> None:
        if now >= self._patience_ends:
            raise SourceLost("the camera sends no picture")
        if not self._seen:
            raise NothingSeen

    def _opened(self, device: str) -> Capture:
        capture = self._open_capture(device)
        if not capture.isOpened():
            capture.release()
            raise SourceLost(f"{device} can't be opened: {_why(device)}")
        set_up(capture, self._exposure)
        return capture


def _why(device: str) -> str:
    """OpenCV doesn't say."""
    if not os.path.exists(device):
        return "it is gone"
    if not os.access(device, os.R_OK | os.W_OK):
        return "permission denied (the user must be in the group video)"
    return "another program has it, or it is no camera"
