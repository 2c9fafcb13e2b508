"""QR codes as rows of modules, and as a path to draw them by, from zxing-cpp."""

from typing import Any

Rows = tuple[tuple[bool, ...], ...]
"""A square of modules, True is black, without the quiet zone."""
QUIET_ZONE = 4
"""Modules of white on every side (ISO/IEC 18004)."""


def rows(content: str) -> Rows:
    """The QR code of a text, level M: 15 % of it may be damaged."""
    import zxingcpp

    code: Any = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    grey: Any = memoryview(code.to_image(scale=1, add_quiet_zones=False)).tolist()
    return tuple(tuple(dot == 0 for dot in line) for line in grey)


def path(code: Rows) -> str:
    """The black modules as an SVG path, one unit each, with the quiet zone left free."""
    return "".join(
        f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{length}v1h-{length}z"
        for y, line in enumerate(code)
        for x, length in runs(line)
    )


def side(code: Rows) -> int:
    """How wide the code is with its quiet zone, in modules."""
    return len(code) + 2 * QUIET_ZONE


def runs(line: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Where black begins in a row, and how many modules it goes on."""
    found: list[tuple[int, int]] = []
    for x, black in enumerate(line):
        if black and x and line[x - 1]:
            start, length = found.pop()
            found.append((start, length + 1))
        elif black:
            found.append((x, 1))
    return found
