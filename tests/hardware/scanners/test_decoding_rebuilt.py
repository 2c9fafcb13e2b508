"""Codes that are rebuilt from what is left of them."""

import cv2
import numpy as np
import pytest
import zxingcpp

from vuoro.hardware.scanners.decoding import Effort, decode
from vuoro.hardware.scanners.decoding_finders import Finder, find
from vuoro.hardware.scanners.decoding_grid import from_three, from_two
from vuoro.hardware.scanners.decoding_modules import clean_picture, judgements, levels, likeness
from vuoro.hardware.scanners.decoding_rebuild import rebuild
from vuoro.hardware.scanners.decoding_symbol import Bits, alignment_places, skeleton
from vuoro.hardware.scanners.decoding_zxing import read, read_clean
from vuoro.hardware.scanners.picture import GreyImage
from vuoro.hardware.scanners.show import photograph

TEXT = "VU1" + "ABCDEFGH" * 9
CORNERS = {"top left": (0, 0), "top right": (0, 1), "bottom left": (1, 0)}


def modules(text: str, **options: object) -> Bits:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, **options)
    dark: Bits = np.array(code.to_image(scale=1, add_quiet_zones=False), dtype=np.uint8) < 128
    return dark


def drawn(dark: Bits, scale: int = 6) -> GreyImage:
    light = np.where(np.pad(dark, 6), 30, 220).astype(np.uint8)
    return np.ascontiguousarray(np.kron(light, np.ones((scale, scale), np.uint8)))


def without_finder(picture: GreyImage, corner: str) -> GreyImage:
    """A spot of light on one finder, as a lamp makes it."""
    down, across = CORNERS[corner]
    side, scale = picture.shape[0], 6
    middle = np.array([across, down]) * (side - 2 * 9.5 * scale) + 9.5 * scale
    spot = cv2.circle(
        np.zeros_like(picture), (int(middle[0]), int(middle[1])), 5 * scale, (255,), -1
    )
    return np.asarray(np.maximum(picture, cv2.GaussianBlur(spot, (0, 0), 4)), np.uint8)


def never() -> bool:
    return False


def texts(picture: GreyImage, effort: Effort) -> tuple[str, ...]:
    return tuple(payload.text for payload in decode(picture, effort))


@pytest.mark.parametrize("version", range(1, 41))
def test_the_fixed_parts_of_every_size_are_those_of_the_standard(version: int) -> None:
    dark = modules("A" * 5, version=version)

    fixed = skeleton(dark.shape[0])

    assert dark.shape[0] == 17 + 4 * version
    assert np.array_equal(dark[fixed.known], fixed.dark[fixed.known])
    data = ~fixed.known
    assert data.sum() > 0.6 * data.size or version < 3


def test_the_first_size_has_no_alignment_pattern_and_the_largest_has_seven_a_side() -> None:
    assert alignment_places(21) == ()
    assert alignment_places(25) == (6, 18)
    assert alignment_places(177) == (6, 30, 58, 86, 114, 142, 170)


@pytest.mark.parametrize("light", [False, True])
def test_the_three_finders_of_a_code_are_seen_also_in_a_negative(light: bool) -> None:
    picture = drawn(modules(TEXT))
    picture = 255 - picture if light else picture

    finders = find(picture, 60, 4)

    assert len(finders) == 3
    assert all(finder.light is light for finder in finders)
    assert all(abs(finder.side - 42) < 2 for finder in finders)


def test_pure_noise_has_no_finders_and_takes_no_time_to_say_so() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (720, 1280)).astype(np.uint8)

    assert find(noise, 72, 4) == ()


@pytest.mark.parametrize("corner", CORNERS)
@pytest.mark.parametrize("turns", range(4))
def test_a_code_is_read_though_a_lamp_hides_one_of_its_finders(corner: str, turns: int) -> None:
    picture = np.ascontiguousarray(np.rot90(without_finder(drawn(modules(TEXT)), corner), turns))

    assert read(picture) == ()
    assert texts(picture, Effort.QUICK) == (TEXT,)


def test_a_code_with_two_finders_hidden_is_not_read() -> None:
    picture = without_finder(without_finder(drawn(modules(TEXT)), "top left"), "top right")

    assert texts(picture, Effort.THOROUGH) == ()


def test_a_photographed_code_lies_straight_in_one_of_the_first_grids() -> None:
    picture = photograph(TEXT)
    dark = modules(TEXT)

    grids = [grid for some in from_three(picture, find(picture, 72, 4)) for grid in some]

    like = {grid.side: likeness(next(judgements(levels(picture, grid)))) for grid in grids}
    assert max(like, key=lambda side: like[side]) == dark.shape[0]
    assert like[dark.shape[0]] > 0.97
    assert all(value < 0.75 for side, value in like.items() if side != dark.shape[0])


def test_two_finders_say_where_the_third_may_be() -> None:
    picture = drawn(modules(TEXT))
    finders = find(picture, 60, 4)

    for pair in ((0, 1), (0, 2), (1, 2)):
        two = tuple(finders[place] for place in pair)
        grids = [grid for some in from_two(picture, two) for grid in some]
        assert any(likeness(next(judgements(levels(picture, grid)))) == 1.0 for grid in grids)


def test_spoiled_fixed_parts_are_drawn_as_they_must_be() -> None:
    dark = modules(TEXT)
    fixed = skeleton(dark.shape[0])
    spoiled = np.where(fixed.known, ~fixed.dark, dark)

    (payload,) = read_clean(clean_picture(spoiled))

    assert payload.text == TEXT


def test_a_picture_of_nothing_but_other_modules_says_nothing() -> None:
    chance = np.random.default_rng(2)

    for side in (21, 45, 57):
        for _ in range(60):
            assert read_clean(clean_picture(chance.random((side, side)) < 0.5)) == ()


def test_chance_is_not_taken_for_a_code() -> None:
    chance = np.random.default_rng(3)

    likenesses = [likeness(chance.random((side, side)) < 0.5) for side in (33, 45, 57) * 100]

    assert max(likenesses) < 0.75


def test_rebuilding_ends_when_the_time_is_up() -> None:
    asked: list[None] = []

    def out_of_time() -> bool:
        asked.append(None)
        return True

    squares = np.full((600, 900), 220, np.uint8)
    for row in range(3):
        for column in range(5):
            x, y = 60 + column * 160, 60 + row * 170
            for inset, grey in ((0, 30), (6, 220), (12, 30)):
                squares[y + inset : y + 42 - inset, x + inset : x + 42 - inset] = grey
    finders = find(squares, 60, 4)

    assert len(finders) == 15
    assert rebuild(squares, finders, 12, out_of_time) == ()
    assert len(asked) == 1


def test_finders_in_a_row_or_of_different_sizes_are_of_no_code() -> None:
    def finder(x: float, y: float, side: float) -> Finder:
        corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32) * side + (x, y)
        middle = corners.mean(axis=0)
        return Finder(middle, corners.astype(np.float32), side, False)

    picture = np.full((800, 800), 128, np.uint8)
    in_a_row = (finder(0, 0, 30), finder(200, 0, 30), finder(400, 0, 30))
    unlike = (finder(0, 0, 30), finder(200, 0, 30), finder(0, 200, 90))

    assert list(from_three(picture, in_a_row)) == []
    assert list(from_three(picture, unlike)) == []


def test_a_micro_qr_code_is_none_of_ours() -> None:
    code = zxingcpp.create_barcode("12345", zxingcpp.BarcodeFormat.MicroQRCode)
    picture = np.array(code.to_image(scale=6), dtype=np.uint8)

    for effort in Effort:
        assert decode(picture, effort) == ()
