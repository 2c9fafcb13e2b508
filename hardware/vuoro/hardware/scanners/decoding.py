"""The text of every QR code in a grey picture: one decoder, several looks.

Of 235 photographs that other projects test their decoders with, zxing-cpp reads 221; the same
decoder on the picture seen in other ways reads 225, still without one false code among 594
pictures of other things. A second decoder would gain one more, and cost 20 ms an empty frame.
``python -m vuoro.hardware.scanners.measure`` measures it again.
"""

import enum
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from vuoro.hardware.scanners.payload import Payload, payload_of_bytes, payload_of_text

if TYPE_CHECKING:
    import zxingcpp

    from vuoro.hardware.scanners.picture import GreyImage

_SMALL = 800
"""Longest side, in pixels, of a picture worth doubling."""


class Effort(enum.Enum):
    """How much time a picture is worth."""

    QUICK = "quick"
    """One frame of many: the same code comes again in a moment."""
    CLOSER = "closer"
    """Every n-th frame."""
    THOROUGH = "thorough"
    """A picture that comes alone."""


class _Look(NamedTuple):
    picture: "GreyImage"
    binarizer: "zxingcpp.Binarizer"


def decode(
    picture: "GreyImage", effort: Effort, out_of_time: Callable[[], bool] = lambda: False
) -> tuple[Payload, ...]:
    """All codes of the first look that finds any, each text once; empty when no look does.

    ``out_of_time`` is asked after each look.
    """
    for look in _looks(picture, effort):
        found = _read(look)
        if found or out_of_time():
            return found
    return ()


@cache
def load_decoder() -> None:
    """Load the libraries, 0.2 s on a small computer; a scanner's thread does it when it starts."""
    import cv2
    import zxingcpp  # noqa: F401

    # OpenCV would spread work of one millisecond over the cores that draw the screen.
    cv2.setNumThreads(1)
    # It would write to standard error, past our log, each time a camera is looked for in vain.
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)


def _looks(picture: "GreyImage", effort: Effort) -> Iterator[_Look]:
    load_decoder()
    from zxingcpp import Binarizer

    yield _Look(picture, Binarizer.LocalAverage)
    yield _Look(picture, Binarizer.GlobalHistogram)
    if effort is Effort.QUICK:
        return
    yield _Look(_sharpened(picture), Binarizer.LocalAverage)
    if max(picture.shape) <= _SMALL:
        yield _Look(_doubled(picture), Binarizer.LocalAverage)
    if effort is Effort.CLOSER:
        return
    yield _Look(_turned(picture), Binarizer.LocalAverage)


def _read(look: _Look) -> tuple[Payload, ...]:
    import zxingcpp

    codes = zxingcpp.read_barcodes(
        look.picture,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        text_mode=zxingcpp.TextMode.Plain,
        binarizer=look.binarizer,
    )
    return tuple(dict.fromkeys(_payload(code) for code in codes))


def _payload(code: "zxingcpp.Barcode") -> Payload:
    import zxingcpp

    if code.content_type is zxingcpp.ContentType.Text:
        return payload_of_text(code.text)
    return payload_of_bytes(code.bytes)


def _sharpened(picture: "GreyImage") -> "GreyImage":
    """Out of focus: held too near."""
    import cv2

    soft = cv2.GaussianBlur(picture, (0, 0), 2.0)
    return _grey(cv2.addWeighted(picture, 2.0, soft, -1.0, 0))


def _doubled(picture: "GreyImage") -> "GreyImage":
    """Few pixels a module: held too far."""
    import cv2

    return _grey(cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))


def _turned(picture: "GreyImage") -> "GreyImage":
    """The decoder looks along rows and columns; turned, other edges of a code cross them."""
    import cv2

    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 30, 1)
    return _grey(cv2.warpAffine(picture, turn, (width, height), borderValue=(128,)))


def _grey(picture: object) -> "GreyImage":
    import numpy as np

    return np.ascontiguousarray(picture, dtype=np.uint8)
