"""The bytes: the same as python-escpos sends, in bands, and nothing a printer could mistake."""

import re

import numpy as np
import pytest
from escpos.printer import Dummy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image
from PySide6.QtGui import QGuiApplication

from vuoro.core.wire.kiosk import Slip
from vuoro.printer.bitmap import Bitmap
from vuoro.printer.escpos import BAND_ROWS, PrinterState, Status, bands, is_done, is_real_time
from vuoro.printer.raster import draw
from vuoro.printer.slip import compose

BITMAPS = arrays.arrays(np.uint8, st.tuples(st.integers(1, 300), st.sampled_from([48, 72]))).map(
    lambda rows: Bitmap(rows.shape[1] * 8, rows.tobytes())
)


def as_python_escpos_sends(bitmap: Bitmap) -> bytes:
    size = (bitmap.width, bitmap.height)
    picture = Image.frombytes("1", size, bytes(255 - byte for byte in bitmap.rows))
    printer = Dummy()
    printer.image(picture, fragment_height=BAND_ROWS)
    return bytes(printer.output)


@given(BITMAPS)
def test_bands_are_what_python_escpos_sends(bitmap: Bitmap) -> None:
    assert b"".join(bands(bitmap)) == as_python_escpos_sends(bitmap)


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_a_slip_is_what_python_escpos_sends(slip: Slip, paper_mm: int, qt: QGuiApplication) -> None:
    bitmap = draw(compose(slip, paper_mm)).quiet()

    assert b"".join(bands(bitmap)) == as_python_escpos_sends(bitmap)


@given(st.binary(min_size=0, max_size=20).map(lambda tail: b"\x10\x04\x04\x10\x10\x14\x08" + tail))
def test_a_quiet_picture_holds_no_command_and_hardly_differs(data: bytes) -> None:
    rows = data.ljust(48, b"\0")
    quiet = Bitmap(384, rows).quiet()

    assert re.search(rb"\x10[\x04\x05\x14]", quiet.rows) is None
    assert len(quiet.rows) == len(rows)
    assert all(new & old == old for new, old in zip(quiet.rows, rows, strict=True))


def test_a_picture_without_commands_stays_as_it_is() -> None:
    rows = bytes(range(32, 80))

    assert Bitmap(384, rows).quiet().rows == rows


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ("12 12 12 12", PrinterState.OK),
        ("16 12 12 12", PrinterState.OK),
        ("12 12 12 1e", PrinterState.PAPER_LOW),
        ("1a 32 12 7e", PrinterState.PAPER_OUT),
        ("1a 16 12 12", PrinterState.COVER_OPEN),
        ("1a 16 12 7e", PrinterState.COVER_OPEN),
        ("1a 52 1a 12", PrinterState.FAULT),
        ("1a 12 32 12", PrinterState.FAULT),
        ("1a 12 12 12", PrinterState.OFFLINE),
    ],
)
def test_four_answers_make_one_state(answers: str, state: PrinterState) -> None:
    """The first five as seen from emulated TM-T20III printers (appliance §3.3)."""
    assert Status(*bytes.fromhex(answers)).state == state


@given(st.integers(0, 255))
def test_no_byte_answers_two_questions(answer: int) -> None:
    assert not (is_done(answer) and is_real_time(answer))
