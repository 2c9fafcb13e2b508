"""QR codes on the screen, for those who go without a slip."""

import importlib
from urllib.parse import unquote

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

QUIET_MODULES = 3


class CodeImages(QQuickImageProvider):
    """``image://code/<percent-encoded text>`` as a QR code with its quiet zone.

    Made on the thread of the window, in a millisecond or two. Qt's image thread would have to wait
    for Python, which waits for that thread where a window closes or asks for a second image.
    """

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, text: str, size: QSize, wanted: QSize) -> QImage:
        """The code, every module a square of whole pixels, no larger than wanted."""
        return code_image(unquote(text), wanted.width())


def load_encoder() -> None:
    """So that the first code is no slower than the others; from any thread."""
    importlib.import_module("vuoro.printer.qr")


def code_image(text: str, pixels: int) -> QImage:
    """A QR code that fits so many pixels."""
    import numpy as np

    from vuoro.printer.qr import modules

    code = np.pad(modules(text), QUIET_MODULES)
    grey = np.where(code, 0, 255).astype(np.uint8)
    factor = max(1, pixels // len(grey))
    large = np.ascontiguousarray(grey.repeat(factor, axis=0).repeat(factor, axis=1))
    side = len(large)
    return QImage(large.data, side, side, side, QImage.Format.Format_Grayscale8).copy()
