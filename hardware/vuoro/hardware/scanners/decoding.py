"""The text of every QR code in a grey picture: one decoder, several looks.

zxing-cpp sees first. What it can't read is looked for by the squares in a code's corners, laid
straight, judged module by module and drawn anew for it (decoding_rebuild). No other decoder helps:
what theirs would add is read this way too, at a tenth of the time (docs/decisions/0023).
"""

import enum
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from vuoro.hardware.scanners.payload import Payload

if TYPE_CHECKING:
    from vuoro.hardware.scanners.picture import GreyImage


class Effort(enum.Enum):
    """How much time a picture is worth."""

    QUICK = "quick"
    """One frame of many: the same code comes again in a moment."""
    CLOSER = "closer"
    """Every n-th frame."""
    THOROUGH = "thorough"
    """A picture that comes alone."""


def decode(
    picture: "GreyImage", effort: Effort, out_of_time: Callable[[], bool] = lambda: False
) -> tuple[Payload, ...]:
    """All codes of the first look that finds any, each text once; empty when no look does.

    ``out_of_time`` is asked after each look.
    """
    load_decoder()
    from vuoro.hardware.scanners import decoding_looks

    looks = {
        Effort.QUICK: decoding_looks.quick,
        Effort.CLOSER: decoding_looks.closer,
        Effort.THOROUGH: decoding_looks.thorough,
    }
    for look in looks[effort]():
        found = look(picture, out_of_time)
        if found or out_of_time():
            return tuple(dict.fromkeys(found))
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
