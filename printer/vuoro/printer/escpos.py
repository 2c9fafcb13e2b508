"""ESC/POS: what is sent to a printer, and what its answers mean.

Source: Epson, *ESC/POS Command Reference for TM printers*; other makes follow it.
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from vuoro.printer.bitmap import Bitmap

START = b"\x1b@\x1da\x00"
"""ESC @, and GS a 0: no status that nobody asked for."""

CUT = b"\x1dVB\x00"
"""GS V 66: feed to the cutter, cut but for one point, so that the slip does not fall."""

DONE = b"\x1dr\x01"
"""GS r 1: answered when its turn comes, so everything before it has been worked off."""

ASK = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
"""DLE EOT 1–4: printer, cause of being offline, errors, paper; one byte each, at once."""

CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 8: throw away what was received, at once."""

CLEARED = b"\x37\x25\x00"

BAND_ROWS = 128
"""Rows of one image command: 16 mm, so that printing starts at once and small buffers suffice."""


class PrinterState(enum.StrEnum):
    """How a printer is, as the device report names it."""

    OK = "ok"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER_JAM = "cutter_jam"
    OVERHEATED = "overheated"
    FAULT = "fault"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Status:
    """The four answers to ASK, in their order."""

    printer: int
    cause: int
    error: int
    paper: int

    @property
    def state(self) -> PrinterState:
        """What a person would have to see to, the most urgent first."""
        if self.cause & 0x04:
            return PrinterState.COVER_OPEN
        if self.paper & 0x60 or self.cause & 0x20:
            return PrinterState.PAPER_OUT
        if self.cause & 0x40 or self.error & 0x68:
            return PrinterState.FAULT
        if self.printer & 0x08:
            return PrinterState.OFFLINE
        return PrinterState.PAPER_LOW if self.paper & 0x0C else PrinterState.OK


def bands(bitmap: Bitmap) -> Iterator[bytes]:
    """The picture as image commands (GS v 0) of a few rows each, to be sent one after the other."""
    size = BAND_ROWS * bitmap.row_bytes
    for at in range(0, len(bitmap.rows), size):
        rows = bitmap.rows[at : at + size]
        height = len(rows) // bitmap.row_bytes
        yield b"".join(
            (
                b"\x1dv0\x00",
                bitmap.row_bytes.to_bytes(2, "little"),
                height.to_bytes(2, "little"),
                rows,
            )
        )


def clear_throat(row_bytes: int) -> bytes:
    """Ends whatever image an earlier job left unfinished: white rows, then a fresh start."""
    return bytes(BAND_ROWS * row_bytes) + START


def is_real_time(answer: int) -> bool:
    """Whether a byte answers DLE EOT: its bits 0, 1, 4 and 7 are fixed."""
    return answer & 0x93 == 0x12


def is_done(answer: int) -> bool:
    """Whether a byte answers GS r: its bits 4 and 7 are fixed."""
    return answer & 0x90 == 0x00
