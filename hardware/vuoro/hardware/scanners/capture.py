"""A camera as OpenCV drives it over V4L2: set up to be read quickly, its pictures made grey."""

import os
from typing import TYPE_CHECKING, Any, Protocol

from vuoro.hardware.scanners.decoding import load_decoder

if TYPE_CHECKING:
    import numpy.typing as npt

    from vuoro.hardware.scanners.picture import GreyImage

LOST_SECONDS = 3
"""A camera that sends nothing for so long is opened anew."""
_WIDTH, _HEIGHT = 1280, 720
_BUFFERS = 2
"""The camera fills one while we hold the other; with a single one many halve their rate
(https://github.com/LibreScanner/horus/issues/60), with OpenCV's four we would see the past."""
_EXPOSURE_BY_HAND, _EXPOSURE_BY_CAMERA = 1, 3
"""V4L2_EXPOSURE_MANUAL and V4L2_EXPOSURE_APERTURE_PRIORITY, the two that USB cameras have."""


class Capture(Protocol):
    """What we use of ``cv2.VideoCapture``; a simulated camera has the same."""

    def isOpened(self) -> bool: ...

    def set(self, propId: int, value: float) -> bool: ...

    def grab(self) -> bool:
        """Wait for the next picture; False when none comes. Costs no decoding."""
        ...

    def retrieve(self) -> "tuple[bool, npt.NDArray[Any]]":
        """The picture that ``grab`` waited for."""
        ...

    def release(self) -> None: ...


def open_v4l2(device: str) -> Capture:
    """The camera behind a device file, opened or not: ``isOpened`` tells."""
    # OpenCV reads it when it first waits in vain, and would wait ten seconds each time.
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", str(LOST_SECONDS))
    load_decoder()
    import cv2

    return cv2.VideoCapture(device, cv2.CAP_V4L2)


def set_up(capture: Capture, exposure: int) -> None:
    """720p as JPEG, no long queue; ``exposure`` in 0.1 ms, 0 for what the camera thinks best.

    Cameras take what they can of this: one that knows no JPEG sends other pictures, fewer a second.
    """
    import cv2

    # First of all: without JPEG a USB 2 camera sends five to ten pictures a second of this size.
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, _WIDTH)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, _HEIGHT)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, _BUFFERS)
    # The JPEG itself, so that no colours are worked out that nobody looks at.
    capture.set(cv2.CAP_PROP_CONVERT_RGB, 0)
    # A camera remembers what it was told until it is unplugged, so both ways are said.
    by = _EXPOSURE_BY_HAND if exposure else _EXPOSURE_BY_CAMERA
    capture.set(cv2.CAP_PROP_AUTO_EXPOSURE, by)
    if exposure:
        capture.set(cv2.CAP_PROP_EXPOSURE, exposure)


def retrieve_grey(capture: Capture) -> "GreyImage | None":
    """The picture that was grabbed last; None where its bytes are damaged, as some are."""
    there, raw = capture.retrieve()
    return grey(raw) if there else None


def grey(raw: "npt.NDArray[Any]") -> "GreyImage | None":
    """A picture from any form a camera may send: JPEG bytes, grey, YUYV or BGR; None for others."""
    import cv2
    import numpy as np

    if raw.dtype != np.uint8 or raw.size == 0:
        return None
    channels = raw.shape[2] if raw.ndim == 3 else 1
    try:
        if channels == 1 and 1 in raw.shape[:2]:
            picture: npt.NDArray[Any] | None = cv2.imdecode(raw.reshape(-1), cv2.IMREAD_GRAYSCALE)
        elif channels == 3:
            picture = cv2.cvtColor(raw, cv2.COLOR_BGR2GRAY)
        else:
            # Of YUYV the first byte of every two is the brightness.
            picture = raw.reshape(*raw.shape[:2], channels)[:, :, 0]
    except cv2.error:
        return None
    return None if picture is None else np.ascontiguousarray(picture, dtype=np.uint8)
