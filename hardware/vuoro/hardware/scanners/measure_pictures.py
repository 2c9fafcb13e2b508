"""The pictures that decoders are measured with: photographs, what was done to them, and frames."""

import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import zxingcpp

from vuoro.hardware.scanners.measure_distortions import DISTORTIONS
from vuoro.hardware.scanners.measure_passes import scenes, several
from vuoro.hardware.scanners.measure_sample import Place, Sample, as_grey, seeded
from vuoro.hardware.scanners.picture import GreyImage

_WIDTH, _HEIGHT = 1280, 720
_MODULES = 33
"""A code of middle size."""
_NOISE_FRAMES = 12


def photographs(folder: Path) -> tuple[Sample, ...]:
    """The pictures of ``expected.json``: name to text, or to null where there is no code.

    Raises OSError, ValueError.
    """
    found = []
    for name, text in json.loads((folder / "expected.json").read_bytes()).items():
        grey = cv2.imdecode(np.fromfile(folder / name, np.uint8), cv2.IMREAD_GRAYSCALE)
        if grey is None:
            raise ValueError(f"{name} is no picture")
        found.append(Sample(name, "photographs", as_grey(grey), () if text is None else (text,)))
    return tuple(found)


def distorted(coded: tuple[Sample, ...]) -> Iterator[Sample]:
    """Each photograph of a code in each way that spoils it."""
    for sample in coded:
        place = _place(sample.grey)
        for kind, distortion in DISTORTIONS.items():
            grey = distortion(sample.grey, place, seeded(sample.name, kind))
            yield Sample(sample.name, kind, grey, sample.texts)


def passes(backgrounds: tuple[Sample, ...]) -> Iterator[Sample]:
    """Our own passes before photographs without a code: as held, spoiled, and several at once.

    Every other photograph: large frames are what takes time.
    """
    backgrounds = backgrounds[::2]
    for sample, place in scenes(backgrounds, 1):
        yield sample
        for kind, distortion in DISTORTIONS.items():
            grey = distortion(sample.grey, place, seeded(sample.name, kind))
            yield Sample(sample.name, kind, grey, sample.texts)
    yield from several(backgrounds)


def without_code(backgrounds: tuple[Sample, ...]) -> Iterator[Sample]:
    """Photographs of other things, as they are and spoiled, and frames of noise."""
    for sample in backgrounds:
        yield sample
        for kind in ("glare", "defocus", "cracks", "steep", "low contrast"):
            grey = DISTORTIONS[kind](sample.grey, _place(sample.grey), seeded(sample.name, kind))
            yield Sample(sample.name, kind, grey, ())
    for number in range(_NOISE_FRAMES):
        yield Sample(f"noise {number}", "noise", _noise(number), ())


def empty_frames(backgrounds: tuple[Sample, ...]) -> Iterator[Sample]:
    """1280×720 as a camera sees it while nobody holds up a code, as they were always measured."""
    for sample in backgrounds:
        yield Sample(sample.name, "empty frame", _letterboxed(sample.grey), ())


def _letterboxed(picture: GreyImage) -> GreyImage:
    """As large as fits, grey around it."""
    height, width = picture.shape
    scale = min(_WIDTH / width, _HEIGHT / height)
    size = (max(1, int(width * scale)), max(1, int(height * scale)))
    frame = np.full((_HEIGHT, _WIDTH), 128, np.uint8)
    frame[: size[1], : size[0]] = cv2.resize(picture, size)
    return frame


def _place(grey: GreyImage) -> Place:
    """Where zxing-cpp sees a code, even one that it can't read; else the middle."""
    height, width = grey.shape
    for code in zxingcpp.read_barcodes(
        grey,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        return_errors=True,
    ):
        at = code.position
        corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
        side = (max(xs) - min(xs) + max(ys) - min(ys)) / 2
        return Place(sum(xs) / 4, sum(ys) / 4, side, side / _MODULES)
    side = min(height, width) / 2
    return Place(width / 2, height / 2, side, side / _MODULES)


def _noise(number: int) -> GreyImage:
    """Grains, blobs or a chequered cloth: what a threshold may turn into squares."""
    chance = np.random.default_rng([number, 7])
    grains = chance.normal(128, 60, (_HEIGHT, _WIDTH)).astype(np.float32)
    if number % 3 == 0:
        return as_grey(grains)
    soft = cv2.GaussianBlur(grains, (0, 0), float(chance.uniform(1, 4)))
    if number % 3 == 1:
        return as_grey((soft - 128) * 8 + 128)
    cells = chance.integers(0, 2, (90, 160)).astype(np.float32) * 200 + 20
    return as_grey(cv2.resize(cells, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_NEAREST))
