"""A picture as printers want it: one bit a dot, 1 is black."""

import re
from dataclasses import dataclass

_REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Rows of dots, eight a byte, the leftmost in the highest bit; ``width`` a multiple of 8."""

    width: int
    rows: bytes

    @property
    def row_bytes(self) -> int:
        return self.width // 8

    @property
    def height(self) -> int:
        return len(self.rows) // self.row_bytes

    def quiet(self) -> "Bitmap":
        """The same picture without bytes that a printer may take for a real-time command.

        Printers look for DLE EOT, DLE ENQ and DLE DC4 even in the data of an image and then answer,
        or throw the job away (Epson, ESC/POS reference, notes on DLE EOT). One dot more, beside the
        lone dot that is a DLE, can't be seen.
        """
        return Bitmap(self.width, _REAL_TIME.sub(b"\x18", self.rows))
