"""Which codes are read from a picture."""

import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro.hardware.scanners.decoding import Effort, decode
from vuoro.hardware.scanners.payload import MAX_CHARACTERS, Flaw
from vuoro.hardware.scanners.picture import GreyImage
from vuoro.hardware.scanners.show import photograph

EMPTY = np.full((720, 1280), 128, np.uint8)
EFFORTS = list(Effort)


def printed(content: str | bytes, scale: int = 4) -> GreyImage:
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode)
    return np.array(code.to_image(scale=scale), dtype=np.uint8)


def texts(picture: GreyImage, effort: Effort = Effort.QUICK) -> tuple[str, ...]:
    return tuple(payload.text for payload in decode(picture, effort))


@pytest.mark.parametrize("effort", EFFORTS)
def test_an_empty_lobby_has_no_code(effort: Effort) -> None:
    assert decode(EMPTY, effort) == ()


@pytest.mark.parametrize("turns", range(4))
def test_a_phone_may_be_held_any_way_up(turns: int) -> None:
    picture = np.ascontiguousarray(np.rot90(photograph("VU1ABC"), turns))

    assert texts(picture) == ("VU1ABC",)


def test_a_phone_in_dark_mode_is_read() -> None:
    assert texts(255 - printed("VU1ABC")) == ("VU1ABC",)


def test_all_codes_in_view_are_found_each_once() -> None:
    picture = np.full((400, 900), 255, np.uint8)
    for place, text in enumerate(["VU1ONE", "https://example.org", "VU1ONE"]):
        code = printed(text)
        picture[20 : 20 + code.shape[0], 300 * place + 20 : 300 * place + 20 + code.shape[1]] = code

    assert sorted(texts(picture)) == ["VU1ONE", "https://example.org"]


def test_other_kinds_of_codes_are_left_alone() -> None:
    code = zxingcpp.create_barcode("6410405082657", zxingcpp.BarcodeFormat.EAN13)

    assert decode(np.array(code.to_image(scale=3), dtype=np.uint8), Effort.THOROUGH) == ()


def test_a_binary_code_is_found_and_has_no_text() -> None:
    (payload,) = decode(printed(bytes(range(256))), Effort.QUICK)

    assert payload.flaw is Flaw.BINARY
    assert payload.text == ""
    assert payload.length == 256


def test_a_huge_code_is_found_and_has_no_text() -> None:
    (payload,) = decode(printed("A" * 4000), Effort.QUICK)

    assert payload.flaw is Flaw.TOO_LONG
    assert payload.length == 4000


def test_a_text_whose_bytes_the_decoder_takes_for_binary_is_still_text() -> None:
    assert texts(printed("hä".encode())) == ("hä",)


def test_a_closer_look_reads_a_code_held_so_near_that_it_is_out_of_focus() -> None:
    text = "VU1" + "ABCDEFGH" * 12
    blurred = np.asarray(cv2.GaussianBlur(printed(text, 8), (0, 0), 4.4), dtype=np.uint8)

    assert texts(blurred, Effort.QUICK) == ()
    assert texts(blurred, Effort.CLOSER) == (text,)


def test_a_picture_gets_no_further_look_when_its_time_is_up() -> None:
    asked: list[None] = []

    def out_of_time() -> bool:
        asked.append(None)
        return len(asked) == 2

    assert decode(EMPTY, Effort.THOROUGH, out_of_time) == ()
    assert len(asked) == 2


@settings(max_examples=30, deadline=None)
@given(
    st.text(
        st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=MAX_CHARACTERS // 2
    )
)
def test_what_was_written_is_what_is_read(text: str) -> None:
    assert texts(printed(text)) == (text,)
