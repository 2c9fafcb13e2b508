"""Passes held to the camera in front of real photographs that have no QR code in them."""

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
import zxingcpp

from vuoro.hardware.scanners.measure_sample import Place, Sample, as_grey, seeded
from vuoro.hardware.scanners.picture import GreyImage

_WIDTH, _HEIGHT = 1280, 720
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_QUIET = 4
"""Modules of light around a code, by ISO/IEC 18004."""


class Scene(NamedTuple):
    sample: Sample
    place: Place


def scenes(backgrounds: tuple[Sample, ...], each: int) -> Iterator[Scene]:
    """``each`` different passes before every background."""
    for background in backgrounds:
        for number in range(each):
            name = f"{background.name} pass {number}"
            chance = seeded(name, "pass")
            grey = behind(background.grey, chance)
            text = _pass(chance)
            grey, place = _hold(grey, text, (_WIDTH / 2, _HEIGHT / 2), chance)
            yield Scene(Sample(name, "as held", _seen(grey, chance), (text,)), place)


def several(backgrounds: tuple[Sample, ...]) -> Iterator[Sample]:
    """Two or three passes at once before every background: all of them are to be read."""
    for background in backgrounds:
        chance = seeded(background.name, "several")
        grey = behind(background.grey, chance)
        count = int(chance.integers(2, 4))
        texts = tuple(_pass(chance, 40) for _ in range(count))
        for number, text in enumerate(texts):
            middle = (_WIDTH * (number + 0.5) / count, _HEIGHT / 2 + chance.uniform(-60, 60))
            grey, _ = _hold(grey, text, middle, chance)
        yield Sample(background.name, "several codes", _seen(grey, chance), texts)


def behind(photograph: GreyImage, chance: np.random.Generator) -> GreyImage:
    """The photograph filling a camera's frame, more or less out of focus."""
    height, width = photograph.shape
    scale = max(_WIDTH / width, _HEIGHT / height)
    size = (max(_WIDTH, round(width * scale)), max(_HEIGHT, round(height * scale)))
    large = cv2.resize(photograph, size)
    left, top = (size[0] - _WIDTH) // 2, (size[1] - _HEIGHT) // 2
    part = large[top : top + _HEIGHT, left : left + _WIDTH]
    return as_grey(cv2.GaussianBlur(part, (0, 0), chance.uniform(0.3, 3.0)))


def _pass(chance: np.random.Generator, length: int = 0) -> str:
    length = length or int(chance.integers(20, 150))
    return "VU1" + "".join(_LETTERS[place] for place in chance.integers(0, 32, length))


def _hold(
    grey: GreyImage, text: str, middle: tuple[float, float], chance: np.random.Generator
) -> tuple[GreyImage, Place]:
    """The code on a lit screen with a dark edge, turned and tilted a little."""
    phone, modules = _phone(text)
    module = chance.uniform(2.6, 5.0)
    side = module * phone.shape[0] / _DOTS / 2
    turn = chance.uniform(-0.5, 0.5) + chance.integers(0, 4) * np.pi / 2
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * side
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    held = corners @ spin.T * chance.uniform(0.88, 1.0, (4, 1)) + middle
    edge = phone.shape[0]
    flat = np.array([[0, 0], [edge, 0], [edge, edge], [0, edge]], np.float32)
    bend = cv2.getPerspectiveTransform(flat, held.astype(np.float32))
    size = (grey.shape[1], grey.shape[0])
    screen = cv2.warpPerspective(phone, bend, size, flags=cv2.INTER_LINEAR)
    mask = cv2.warpPerspective(np.full_like(phone, 255), bend, size) / 255.0
    light = chance.uniform(0.5, 0.95)
    seen = grey * (1 - mask) + (screen * light + chance.uniform(0, 40)) * mask
    return as_grey(seen), Place(*middle, module * modules * 0.94, module * 0.94)


_DOTS = 4
"""Pixels a module before the code is held up."""


def _phone(text: str) -> tuple[GreyImage, int]:
    """The picture on the phone, and how many modules its code has on a side."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    lit = np.array(code.to_image(scale=_DOTS, add_quiet_zones=False), dtype=np.uint8)
    modules = lit.shape[0] // _DOTS
    edge = _QUIET * _DOTS
    screen = cv2.copyMakeBorder(lit, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=(255,))
    return as_grey(
        cv2.copyMakeBorder(screen, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=(15,))
    ), modules


def _seen(grey: GreyImage, chance: np.random.Generator) -> GreyImage:
    """Through a cheap lens, by a small sensor."""
    soft = cv2.GaussianBlur(grey, (0, 0), chance.uniform(0.5, 1.0))
    return as_grey(soft + chance.normal(0, chance.uniform(1, 4), grey.shape))
