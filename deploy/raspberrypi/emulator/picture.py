"""A picture of a screen: its pixels, as a file, and how far it differs from another."""

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

_DIFFERENT = 24
"""Steps of a colour that count: less may come from a smooth edge."""


@dataclass(frozen=True, slots=True)
class Picture:
    """``rgb`` holds three bytes a pixel, line by line from the top left."""

    width: int
    height: int
    rgb: bytes

    def png(self, file: Path) -> None:
        """Write it as PNG (W3C PNG, colour type 2)."""
        lines = b"".join(
            b"\0" + self.rgb[start : start + self.width * 3]
            for start in range(0, len(self.rgb), self.width * 3)
        )
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(
            b"\x89PNG\r\n\x1a\n"
            + _chunk(b"IHDR", head)
            + _chunk(b"IDAT", zlib.compress(lines, 6))
            + _chunk(b"IEND", b"")
        )

    def colours(self) -> int:
        """How many colours it has, of each ninth pixel: a dead screen has one or two."""
        return len({self.rgb[at : at + 3] for at in range(0, len(self.rgb), 27)})

    def differs_from(self, other: "Picture") -> float:
        """Share of pixels that look different, 0 to 1; another size differs wholly."""
        if (self.width, self.height) != (other.width, other.height):
            return 1.0
        if self.rgb == other.rgb:
            return 0.0
        different = sum(
            1
            for at in range(0, len(self.rgb), 3)
            if self.rgb[at : at + 3] != other.rgb[at : at + 3]
            and max(abs(self.rgb[at + part] - other.rgb[at + part]) for part in range(3))
            > _DIFFERENT
        )
        return different / (self.width * self.height)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
