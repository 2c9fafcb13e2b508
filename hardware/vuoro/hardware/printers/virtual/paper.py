"""Paper: the roll, the strip that hangs out of the printer, and the slips that were cut from it."""

import struct
import zlib
from dataclasses import dataclass

DOTS_PER_MM = 8
"""203 dpi, the resolution of nearly all receipt printers."""

DOTS = {58: 384, 80: 576}
"""Printable dots across the paper, by its width in millimetres."""


@dataclass(frozen=True, slots=True)
class CutSlip:
    """A slip that fell out: its rows, one bit a dot, 1 is black; and the bytes that made it."""

    name: str
    width: int
    rows: bytes
    data: bytes

    @property
    def height(self) -> int:
        return len(self.rows) // (self.width // 8)

    def png(self) -> bytes:
        """The slip as a picture of one bit a dot."""
        return png(self.width, self.rows)


class Strip:
    """The paper since the last cut."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.row_bytes = width // 8
        self.rows = bytearray()

    @property
    def height(self) -> int:
        return len(self.rows) // self.row_bytes

    def feed(self, dots: int) -> None:
        self.rows += bytes(dots * self.row_bytes)

    def print_rows(self, data: bytes, row_bytes: int) -> None:
        """Add rows; what is wider than the paper is lost, as on paper."""
        if row_bytes == self.row_bytes:
            self.rows += data
            return
        for start in range(0, len(data), row_bytes):
            row = data[start : start + min(row_bytes, self.row_bytes)]
            self.rows += row.ljust(self.row_bytes, b"\0")


def png(width: int, rows: bytes | bytearray) -> bytes:
    """Rows of one bit a dot (1 is black) as PNG (ISO/IEC 15948, greyscale of depth 1)."""
    row_bytes = width // 8
    height = len(rows) // row_bytes or 1
    # In PNG 0 is black.
    inverted = rows.translate(_INVERTED) or b"\xff" * row_bytes
    lines = b"".join(
        b"\0" + inverted[start : start + row_bytes]
        for start in range(0, height * row_bytes, row_bytes)
    )
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    # 203 dots an inch, so that programs show and print the slip in its true size.
    density = struct.pack(">IIB", DOTS_PER_MM * 1000, DOTS_PER_MM * 1000, 1)
    chunks = (
        (b"IHDR", header),
        (b"pHYs", density),
        (b"IDAT", zlib.compress(lines)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def doubled(rows: bytes) -> bytes:
    """Every dot twice, side by side."""
    return b"".join(_DOUBLED[byte] for byte in rows)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


_INVERTED = bytes(255 - value for value in range(256))
_DOUBLED = tuple(
    sum((value >> bit & 1) * 3 << 2 * bit for bit in range(8)).to_bytes(2, "big")
    for value in range(256)
)
