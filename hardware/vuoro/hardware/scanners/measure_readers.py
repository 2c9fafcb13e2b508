"""The decoders that are measured side by side; each gives what it reads of a grey picture."""

from collections.abc import Callable, Mapping
from functools import partial

import cv2
import numpy as np
import zxingcpp

from vuoro.hardware.scanners.decoding import Effort, decode
from vuoro.hardware.scanners.payload import Payload
from vuoro.hardware.scanners.picture import GreyImage

Reader = Callable[[GreyImage], tuple[Payload, ...]]

_SMALL = 800


def readers() -> Mapping[str, Reader]:
    """By name. Without pyzbar where it is not installed: it is no part of the product."""
    by_name: dict[str, Reader] = {
        "pyzbar": _pyzbar,
        "zxing-cpp": zxing,
        "OpenCV": _opencv,
        "cheap cascade": _cheap_cascade,
        "ours, quick": partial(decode, effort=Effort.QUICK),
        "ours, closer": partial(decode, effort=Effort.CLOSER),
        "ours, thorough": partial(decode, effort=Effort.THOROUGH),
    }
    try:
        from pyzbar import pyzbar  # noqa: F401
    except ImportError:
        del by_name["pyzbar"]
    return by_name


def zxing(picture: GreyImage, binarizer: zxingcpp.Binarizer | None = None) -> tuple[Payload, ...]:
    """zxing-cpp as it comes, but for the text as it is (its own default writes `<SOH>`)."""
    codes = zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        text_mode=zxingcpp.TextMode.Plain,
        binarizer=binarizer or zxingcpp.Binarizer.LocalAverage,
    )
    return tuple(_said(code.text) for code in codes)


def _pyzbar(picture: GreyImage) -> tuple[Payload, ...]:
    from pyzbar import pyzbar

    codes = pyzbar.decode(picture, symbols=[pyzbar.ZBarSymbol.QRCODE])
    return tuple(_said(code.data.decode("utf-8", errors="replace")) for code in codes)


def _opencv(picture: GreyImage) -> tuple[Payload, ...]:
    """Both of its ways: all codes at once, and one code if there were none."""
    try:
        detector = cv2.QRCodeDetector()
        _, texts, _, _ = detector.detectAndDecodeMulti(picture)
        said = tuple(_said(text) for text in texts if text)
        if said:
            return said
        text, _, _ = detector.detectAndDecode(picture)
        return (_said(text),) if text else ()
    except cv2.error:
        return ()


def _cheap_cascade(picture: GreyImage) -> tuple[Payload, ...]:
    """zxing-cpp, once more with one threshold for all, sharpened, and doubled if it is small."""
    found = zxing(picture) or zxing(picture, zxingcpp.Binarizer.GlobalHistogram)
    if found:
        return found
    soft = cv2.GaussianBlur(picture, (0, 0), 2.0)
    found = zxing(np.asarray(cv2.addWeighted(picture, 2.0, soft, -1.0, 0), np.uint8))
    if found or max(picture.shape) > _SMALL:
        return found
    doubled = cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    return zxing(np.asarray(doubled, np.uint8))


def _said(text: str) -> Payload:
    return Payload(text, len(text))
