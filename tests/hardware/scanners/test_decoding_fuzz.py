"""Whatever is held up: what is read was written there, or nothing is read, and soon."""

import time
from collections.abc import Iterator

import cv2
import numpy as np
import pytest
import zxingcpp

from vuoro.hardware.scanners.decoding import Effort, decode
from vuoro.hardware.scanners.decoding_finders import find
from vuoro.hardware.scanners.measure_distortions import DISTORTIONS
from vuoro.hardware.scanners.measure_sample import Place, as_grey
from vuoro.hardware.scanners.picture import GreyImage

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 $%*+-./:äöπ€abcdefghijklm"
MOST_SECONDS = 10.0
"""Of one look at a small picture, on a busy computer; a hang is longer."""


def said(picture: GreyImage, effort: Effort) -> set[str]:
    began = time.process_time()
    texts = {payload.text for payload in decode(picture, effort)}
    assert time.process_time() - began < MOST_SECONDS
    return texts


def a_code(chance: np.random.Generator) -> tuple[str, GreyImage, Place]:
    text = "VU1" + "".join(chance.choice(list(LETTERS), int(chance.integers(1, 120)))).strip()
    level = "LMQH"[int(chance.integers(4))]
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    scale = int(chance.integers(2, 6))
    picture = as_grey(code.to_image(scale=scale))
    height, width = picture.shape
    return text, picture, Place(width / 2, height / 2, width * 0.85, scale)


def mutated(chance: np.random.Generator, grey: GreyImage, place: Place) -> GreyImage:
    """Spoiled by one to three accidents, or by random strokes and swapped parts."""
    kinds = list(DISTORTIONS)
    for _ in range(int(chance.integers(1, 4))):
        accident = int(chance.integers(len(kinds) + 3))
        if accident < len(kinds):
            grey = DISTORTIONS[kinds[accident]](grey, place, chance)
        elif accident == len(kinds):
            grey = swapped(chance, grey)
        elif accident == len(kinds) + 1:
            grey = stroked(chance, grey)
        else:
            grey = cut(chance, grey)
    return grey


def swapped(chance: np.random.Generator, grey: GreyImage) -> GreyImage:
    """Two parts of the picture change places: every square is still a sharp one."""
    height, width = grey.shape
    size = int(chance.integers(2, max(3, min(height, width) // 3)))
    (y, v), (x, u) = chance.integers(0, height - size, 2), chance.integers(0, width - size, 2)
    other = grey.copy()
    other[y : y + size, x : x + size] = grey[v : v + size, u : u + size]
    other[v : v + size, u : u + size] = grey[y : y + size, x : x + size]
    return other


def stroked(chance: np.random.Generator, grey: GreyImage) -> GreyImage:
    other = grey.copy()
    for _ in range(int(chance.integers(1, 12))):
        points = chance.integers(0, max(grey.shape), (2, 2))
        ink, width = float(chance.integers(256)), int(chance.integers(1, 20))
        cv2.line(other, points[0].tolist(), points[1].tolist(), (ink,), width)
    return other


def cut(chance: np.random.Generator, grey: GreyImage) -> GreyImage:
    height, width = grey.shape
    top, left = int(chance.integers(0, height // 2)), int(chance.integers(0, width // 2))
    return np.ascontiguousarray(grey[top:, left:])


def squares(chance: np.random.Generator) -> GreyImage:
    """Random modules with finders where a code has them, and some where none has."""
    side = 17 + 4 * int(chance.integers(1, 10))
    dark = chance.random((side, side)) < 0.5
    finder = np.pad(np.pad(np.ones((3, 3), bool), 1), 1, constant_values=True)
    places = [(0, 0), (0, side - 7), (side - 7, 0)][: int(chance.integers(2, 4))]
    places += [tuple(place) for place in chance.integers(0, side - 7, (int(chance.integers(3)), 2))]
    for row, column in places:
        dark[max(0, row - 1) : row + 8, max(0, column - 1) : column + 8] = False
        dark[row : row + 7, column : column + 7] = finder
    light = np.where(np.pad(dark, 4), 20, 230).astype(np.uint8)
    return np.ascontiguousarray(np.kron(light, np.ones((4, 4), np.uint8)))


def an_effort(chance: np.random.Generator) -> Effort:
    return list(Effort)[int(chance.integers(3))]


def codes(seeds: range) -> Iterator[None]:
    for seed in seeds:
        chance = np.random.default_rng(seed)
        text, grey, place = a_code(chance)
        assert said(mutated(chance, grey, place), an_effort(chance)) <= {text}, seed
        yield


def no_codes(seeds: range) -> Iterator[None]:
    for seed in seeds:
        chance = np.random.default_rng(seed)
        assert said(squares(chance), an_effort(chance)) == set(), seed
        yield


def test_a_spoiled_code_says_what_was_written_or_nothing() -> None:
    assert len(list(codes(range(40)))) == 40


def test_squares_that_look_like_a_code_and_are_none_say_nothing() -> None:
    assert len(list(no_codes(range(25)))) == 25


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_ten_thousand_spoiled_codes_and_false_ones_say_nothing_untrue() -> None:
    assert len(list(codes(range(1000, 6000)))) == 5000
    assert len(list(no_codes(range(1000, 6000)))) == 5000


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (2, 2), (16, 16), (501, 3)])
@pytest.mark.parametrize("effort", Effort)
def test_a_picture_may_be_of_any_shape(shape: tuple[int, int], effort: Effort) -> None:
    for value in (0, 128, 255):
        assert said(np.full(shape, value, np.uint8), effort) == set()
    noise = np.random.default_rng(5).integers(0, 256, shape).astype(np.uint8)
    assert said(noise, effort) == set()


def test_a_wall_of_finders_is_soon_done_with() -> None:
    finder = np.pad(np.pad(np.ones((3, 3), bool), 1), 1, constant_values=True)
    tile = np.kron(np.where(np.pad(finder, 2), 20, 230), np.ones((3, 3))).astype(np.uint8)
    wall = np.ascontiguousarray(np.tile(tile, (8, 12)))

    assert len(find(wall, 60, 4)) == 16
    assert said(wall, Effort.THOROUGH) == set()
