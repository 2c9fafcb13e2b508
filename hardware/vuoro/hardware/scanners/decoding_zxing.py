"""zxing-cpp as we ask it: QR codes of today's model only, text as it is written in them.

Its own ``QRCode`` means Micro QR codes too, whose smallest kind is not protected by any error
correction.
"""

import zxingcpp

from vuoro.hardware.scanners.payload import Payload, payload_of_bytes, payload_of_text
from vuoro.hardware.scanners.picture import GreyImage

_WHOLE = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2)
_CLEAN = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
"""For pictures of nothing but a code, where version 3.1 knows no models."""


def read(picture: GreyImage, *, hasty: bool = False) -> tuple[Payload, ...]:
    """Each text once. ``hasty``: none that is too large to be seen as it is."""
    codes = zxingcpp.read_barcodes(
        picture,
        formats=_WHOLE,
        text_mode=zxingcpp.TextMode.Plain,
        try_downscale=not hasty,
    )
    return tuple(dict.fromkeys(_payload(code) for code in codes if code.valid))


def read_clean(picture: GreyImage) -> tuple[Payload, ...]:
    """What a black and white picture of nothing but one code says."""
    codes = zxingcpp.read_barcodes(
        picture,
        formats=_CLEAN,
        text_mode=zxingcpp.TextMode.Plain,
        binarizer=zxingcpp.Binarizer.FixedThreshold,
        is_pure=True,
    )
    # Without return_errors it still gives one that is not valid where there is none.
    return tuple(_payload(code) for code in codes if code.valid)


def _payload(code: zxingcpp.Barcode) -> Payload:
    if code.content_type is zxingcpp.ContentType.Text:
        return payload_of_text(code.text)
    return payload_of_bytes(code.bytes)
