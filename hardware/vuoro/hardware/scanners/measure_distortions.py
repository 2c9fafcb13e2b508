"""What happens to a code before a camera sees it, done to a picture of one.

Each distortion takes the picture, where its code lies and a source of chance, and gives the picture
as it would look then. Sizes are in modules of the code, so that a large and a small picture are
spoiled alike. The strengths reach from what every decoder reads to what none does.
"""

from collections.abc import Callable, Mapping
from typing import Any

import cv2
import numpy as np

from vuoro.hardware.scanners.measure_sample import Place, as_grey
from vuoro.hardware.scanners.picture import GreyImage

Distortion = Callable[[GreyImage, Place, np.random.Generator], GreyImage]


def glare(grey: GreyImage, place: Place, chance: np.random.Generator) -> GreyImage:
    """Lamps mirrored by a phone's glass: soft bright spots, white in their middle."""
    light = np.zeros(grey.shape, np.float32)
    for _ in range(int(chance.integers(1, 3))):
        x, y = _somewhere(place, chance, 0.5)
        long = place.side * chance.uniform(0.03, 0.16)
        axes = (max(1, int(long)), max(1, int(long * chance.uniform(0.3, 1.0))))
        turn = chance.uniform(0, 180)
        spot = cv2.ellipse(np.zeros_like(light), (x, y), axes, turn, 0, 360, 1.0, -1)
        light += cv2.GaussianBlur(spot, (0, 0), max(1.0, long * 0.3)) * chance.uniform(120, 400)
    return as_grey(grey * 0.85 + 25 + light)


def defocus(grey: GreyImage, place: Place, chance: np.random.Generator) -> GreyImage:
    """Held too near: every point becomes a disc."""
    radius = place.module * chance.uniform(0.25, 0.9)
    reach = int(np.ceil(radius)) + 1
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)
    seen = cv2.filter2D(grey, cv2.CV_32F, disc / disc.sum())
    return as_grey(seen + chance.normal(0, 1.5, grey.shape))


def motion(grey: GreyImage, place: Place, chance: np.random.Generator) -> GreyImage:
    """Moved while the picture was taken: every point becomes a line."""
    length = place.module * chance.uniform(0.5, 1.7)
    reach = int(np.ceil(length / 2)) + 1
    angle = chance.uniform(0, np.pi)
    line = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    for step in np.linspace(-length / 2, length / 2, 64):
        _add_point(line, reach + step * np.cos(angle), reach + step * np.sin(angle))
    seen = cv2.filter2D(grey, cv2.CV_32F, line / line.sum())
    return as_grey(seen + chance.normal(0, 1.5, grey.shape))


def cracks(grey: GreyImage, place: Place, chance: np.random.Generator) -> GreyImage:
    """A broken screen: rays and a ring around where it was hit, dark beside bright."""
    broken = grey.copy()
    middle = np.array(_somewhere(place, chance, 0.5), float)
    width = max(1, round(place.module * chance.uniform(0.1, 0.4)))
    turns = np.sort(chance.uniform(0, 2 * np.pi, int(chance.integers(3, 9))))
    reaches = np.linspace(0, place.side * chance.uniform(0.3, 1.1), 9)
    ways = np.column_stack([np.cos(turns), np.sin(turns)])
    points = middle + reaches[None, :, None] * ways[:, None, :]
    points[:, 1:] += chance.normal(0, place.module * 0.6, points[:, 1:].shape)
    _crack(broken, points[:, int(chance.integers(1, 5))], width, chance)
    for ray in points:
        _crack(broken, ray, width, chance)
    share = chance.uniform(0.2, 1.0)
    return as_grey(cv2.addWeighted(broken, share, grey, 1 - share, 0))


def steep(grey: GreyImage, place: Place, chance: np.random.Generator) -> GreyImage:
    """Held at an angle: the far side is small and all is squeezed."""
    height, width = grey.shape
    tilt, turn = np.radians(chance.uniform(30, 68)), chance.uniform(0, 2 * np.pi)
    axis = np.array([np.cos(turn), np.sin(turn), 0.0]) * tilt
    rotation, _ = cv2.Rodrigues(axis)
    distance = place.side * chance.uniform(1.6, 3.5)
    away = np.array([[1, 0, -place.x], [0, 1, -place.y], [0, 0, 1]], float)
    plane = np.column_stack([rotation[:, 0], rotation[:, 1], [0, 0, distance]])
    lens = np.array([[distance, 0, width / 2], [0, distance, height / 2], [0, 0, 1]], float)
    bend = lens @ plane @ away
    grey_around = (float(np.median(grey)),)
    return as_grey(
        cv2.warpPerspective(
            grey, bend, (width, height), flags=cv2.INTER_AREA, borderValue=grey_around
        )
    )


def faded(grey: GreyImage, place: Place, chance: np.random.Generator) -> GreyImage:
    """Thermal paper after a summer: pale, in blotches, with the lines of dead dots."""
    height, width = grey.shape
    blotches = chance.uniform(0.0, 1.0, (5, 7)).astype(np.float32)
    field = cv2.resize(blotches, (width, height), interpolation=cv2.INTER_CUBIC)
    ink = (255.0 - grey) * (chance.uniform(0.2, 0.6) + 0.2 * np.clip(field, 0, 1))
    for _ in range(int(chance.integers(1, 6))):
        x = int(place.x + place.side * chance.uniform(-0.5, 0.5))
        thick = max(1, round(place.module * chance.uniform(0.1, 0.4)))
        ink[:, max(0, x) : max(0, x) + thick] *= 0.15
    return as_grey(245 - ink + chance.normal(0, 2.5, grey.shape))


def low_contrast(grey: GreyImage, place: Place, chance: np.random.Generator) -> GreyImage:
    """A phone at its darkest, or a pale print: few greys between black and white."""
    del place
    low, high = np.percentile(grey, (1, 99))
    span, base = chance.uniform(10, 50), chance.uniform(25, 190)
    level = (grey - low) / max(1.0, high - low)
    return as_grey(base + np.clip(level, 0, 1) * span + chance.normal(0, 1.0, grey.shape))


def inverted(grey: GreyImage, place: Place, chance: np.random.Generator) -> GreyImage:
    """A phone in dark mode."""
    del place
    return as_grey((255 - grey) * chance.uniform(0.5, 1.0) + chance.normal(0, 2, grey.shape))


def small(grey: GreyImage, place: Place, chance: np.random.Generator) -> GreyImage:
    """Held too far: few pixels a module."""
    scale = min(1.0, chance.uniform(1.3, 3.0) / place.module)
    seen = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return as_grey(seen + chance.normal(0, 2, seen.shape))


def noise(grey: GreyImage, place: Place, chance: np.random.Generator) -> GreyImage:
    """A small sensor in the dark."""
    del place
    grains = chance.normal(0, chance.uniform(8, 42), grey.shape)
    seen = cv2.GaussianBlur((grey * 0.7 + 30 + grains).astype(np.float32), (0, 0), 0.6)
    return as_grey(seen)


def shadow(grey: GreyImage, place: Place, chance: np.random.Generator) -> GreyImage:
    """The edge of a shadow across the code."""
    x, y = _somewhere(place, chance, 0.3)
    turn = chance.uniform(0, 2 * np.pi)
    rows, columns = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]]
    beyond = (columns - x) * np.cos(turn) + (rows - y) * np.sin(turn)
    soft = place.module * chance.uniform(0.5, 6)
    lit = 1 / (1 + np.exp(-np.clip(beyond / soft, -30, 30)))
    dark = chance.uniform(0.1, 0.4)
    return as_grey(grey * (dark + (1 - dark) * lit) + chance.normal(0, 2, grey.shape))


def curled(grey: GreyImage, place: Place, chance: np.random.Generator) -> GreyImage:
    """A slip that keeps the bend of its roll."""
    height, width = grey.shape
    radius = place.side * chance.uniform(0.65, 1.2)
    across = np.arange(width, dtype=np.float32) - place.x
    round_it = np.arcsin(np.clip(across / radius, -0.999, 0.999)) * radius + place.x
    columns = np.tile(round_it.astype(np.float32), (height, 1))
    rows = np.tile(np.arange(height, dtype=np.float32)[:, None], (1, width))
    return as_grey(
        cv2.remap(grey, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    )


DISTORTIONS: Mapping[str, Distortion] = {
    each.__name__.replace("_", " "): each
    for each in (
        glare,
        defocus,
        motion,
        cracks,
        steep,
        faded,
        low_contrast,
        inverted,
        small,
        noise,
        shadow,
        curled,
    )
}


def _somewhere(place: Place, chance: np.random.Generator, reach: float) -> tuple[int, int]:
    """A point on the code; ``reach`` 0.5 is up to its edges."""
    x, y = chance.uniform(-reach, reach, 2) * place.side
    return int(place.x + x), int(place.y + y)


def _add_point(line: Any, x: float, y: float) -> None:
    left, top = int(x), int(y)
    right, low = x - left, y - top
    line[top, left] += (1 - right) * (1 - low)
    line[top, left + 1] += right * (1 - low)
    line[top + 1, left] += (1 - right) * low
    line[top + 1, left + 1] += right * low


def _crack(
    seen: GreyImage, points: np.ndarray[Any, Any], width: int, chance: np.random.Generator
) -> None:
    line = np.rint(points).astype(np.int32).reshape(-1, 1, 2)
    bright = float(chance.uniform(170, 255))
    cv2.polylines(seen, [line + width], False, (float(chance.uniform(0, 60)),), width, cv2.LINE_AA)
    cv2.polylines(seen, [line], False, (bright,), width, cv2.LINE_AA)
