"""QR codes on the screen, for those who go without a slip."""

from urllib.parse import unquote

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

QUIET_MODULES = 3


class CodeImages(QQuickImageProvider):
    """``image://code/<percent-encoded text>`` as a QR code with its quiet zone.

    Called on Qt's image thread, where loading the encoder keeps nobody waiting.
    """

    def __init__(self) -> None:
        super().__init__(
            QQuickImageProvider.ImageType.Image,
            QQuickImageProvider.Flag.ForceAsynchronousImageLoading,
        )

    def requestImage(self, text: str, size: QSize, wanted: QSize) -> QImage:
        """The code, every module a square of whole pixels, no larger than wanted."""
        return code_image(unquote(text), wanted.width())


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
