"""ESC/POS: what is sent to a printer, and the states it may be in.

Source: Epson, *ESC/POS Command Reference for TM printers*; other makes follow it.
"""

import enum
from collections.abc import Iterator

from vuoro.hardware.printers.profile import PrinterProfile
from vuoro.printer.bitmap import Bitmap

DONE = b"\x1dr\x01"
"""GS r 1: answered when its turn comes, so everything before it has been worked off."""

ASK = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
"""DLE EOT 1–4: printer, cause of being offline, errors, paper; one byte each, at once."""

CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 8: throw away what was received, at once; answered by ``37 25 00``."""

BAND_ROWS = 128
"""Rows of one image command: 16 mm, so that printing starts at once and small buffers suffice."""

_START = b"\x1b@"
_TELL_CHANGES = {"asb": b"\x1da\xff", "poll": b"\x1da\x00", "none": b"\x1da\x00"}
"""GS a: tell every change by yourself, or nothing that nobody asked for."""
_FEED_AND_CUT = {"partial": b"\x1dVB\x00", "full": b"\x1dVA\x00"}
"""GS V 66 and 65: feed to the cutter and cut; but for one point, so that the slip does not fall."""
_CUT_HERE = {"partial": b"\x1dV\x01", "full": b"\x1dV\x00"}
_MOST_DOTS = 255


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
    SILENT = "silent"
    """Connected, but it does not answer."""


def start(profile: PrinterProfile) -> bytes:
    """ESC @, which also ends automatic status back, and GS a."""
    return _START + _TELL_CHANGES[profile.status]


def cut(profile: PrinterProfile) -> bytes:
    """The slip comes off, or can be torn off where there is no cutter."""
    if profile.cut == "none":
        return feed(profile.feed_to_cutter_dots)
    if "cut_without_feed" in profile.quirks:
        return feed(profile.feed_to_cutter_dots) + _CUT_HERE[profile.cut]
    return _FEED_AND_CUT[profile.cut]


def feed(dots: int) -> bytes:
    """ESC J: move the paper by so many dots, at most 255 at a time."""
    steps = (min(_MOST_DOTS, dots - at) for at in range(0, dots, _MOST_DOTS))
    return b"".join(b"\x1bJ" + bytes((step,)) for step in steps)


def bands(bitmap: Bitmap, band_rows: int = BAND_ROWS) -> Iterator[bytes]:
    """The picture as image commands (GS v 0) of a few rows each, to be sent one after the other."""
    size = band_rows * bitmap.row_bytes
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


def clear_throat(bitmap: Bitmap, profile: PrinterProfile) -> bytes:
    """White rows, which end whatever image an earlier job left unfinished, or mean nothing."""
    return bytes(profile.band_rows * bitmap.row_bytes)
