"""Hold a code to the camera: put a photograph-like picture of it into a scanner's folder.

python -m vuoro.hardware.scanners.show TEXT FOLDER
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vuoro.hardware.scanners.picture import GreyImage

_WIDTH, _HEIGHT = 1280, 720
_TABLE, _GLARE = 96, 40
"""Grey of what is behind the phone, and how much brighter it is at the lamp's side."""


def show(text: str, folder: Path) -> Path:
    """Put a picture of this code into a folder, whole or not at all; the path it got.

    Raises OSError, and ValueError when the text is empty or fits no QR code.
    """
    import cv2

    folder.mkdir(parents=True, exist_ok=True)
    _, png = cv2.imencode(".png", photograph(text))
    descriptor, half = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
    with os.fdopen(descriptor, "wb") as file:
        file.write(png.tobytes())
        os.fchmod(descriptor, 0o644)
    shown = folder / f"shown-{Path(half).stem.lstrip('.')}.png"
    os.replace(half, shown)
    return shown


def photograph(text: str) -> "GreyImage":
    """The code on a phone held at an angle: 1280×720, blurred, noisy; always the same picture."""
    import cv2
    import numpy as np

    code = _code(text)
    side = code.shape[0]
    corners = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    held = np.array([[452, 118], [838, 146], [812, 560], [430, 520]], np.float32)
    bend = cv2.getPerspectiveTransform(corners, held)
    light = np.linspace(_TABLE + _GLARE, _TABLE, _WIDTH, dtype=np.float32)
    scene = np.tile(light, (_HEIGHT, 1))
    phone = cv2.warpPerspective(code, bend, (_WIDTH, _HEIGHT), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full_like(code, 255), bend, (_WIDTH, _HEIGHT)) / 255
    seen = scene * (1 - mask) + (phone * 0.75 + 30) * mask
    noise = np.random.default_rng(seed=1).normal(0, 4, seen.shape)
    blurred = cv2.GaussianBlur(seen + noise, (0, 0), 1.1)
    return np.clip(blurred, 0, 255).astype(np.uint8)


def _code(text: str) -> "GreyImage":
    import numpy as np
    import zxingcpp

    if not text:
        raise ValueError("a code without text can't be shown")
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return np.array(code.to_image(scale=8), dtype=np.uint8)


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print(show(arguments[0], Path(arguments[1])))
    except (OSError, ValueError) as error:
        print(f"The code can't be shown: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
