"""The bytes: the same as python-escpos sends, in bands, and nothing a printer could mistake."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from escpos.printer import Dummy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image
from PySide6.QtGui import QGuiApplication

from vuoro.core.wire.kiosk import Slip
from vuoro.hardware.printers.profile_files import profile_named
from vuoro.printer.bitmap import Bitmap
from vuoro.printer.escpos import BAND_ROWS, bands, cut, feed
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
    ("changes", "expected"),
    [
        ({}, b"\x1dVB\x00"),
        ({"cut": "full"}, b"\x1dVA\x00"),
        ({"cut": "none", "feed_to_cutter_dots": 120}, b"\x1bJ\x78"),
        ({"quirks": ("cut_without_feed",), "feed_to_cutter_dots": 8}, b"\x1bJ\x08\x1dV\x01"),
    ],
)
def test_a_slip_is_cut_as_the_profile_says(changes: dict[str, Any], expected: bytes) -> None:
    assert cut(replace(profile_named("generic-80"), **changes)) == expected


@given(st.integers(0, 2_000))
def test_feeding_goes_as_far_as_asked_whatever_one_command_can(dots: int) -> None:
    steps = feed(dots)

    assert sum(steps[2::3]) == dots
    assert len(steps) <= 3 * (dots // 255 + 1)
