"""Contrast as it was drawn: of a text against its real background, of an edge against its sides."""

from typing import Any

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
"""Height × width × red, green, blue."""

SHARE = 0.15
"""A colour with less of the frame around a text is not its background."""


def luminance(pixels: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Relative luminance of WCAG 2.2, 0 to 1, of each pixel."""
    table: npt.NDArray[np.float64] = _TABLE[pixels]
    light: npt.NDArray[np.float64] = table @ np.array((0.2126, 0.7152, 0.0722))
    return light


def ratio(one: float, other: float) -> float:
    """Contrast of two luminances, 1 to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def text_contrast(pixels: Pixels) -> float | None:
    """Of the letters in a crop against the worst of the backgrounds at its edge.

    The letters are the pixels furthest from the background: the cores of their strokes. None where
    nothing is drawn.
    """
    light = luminance(pixels)
    if min(light.shape) < 3:
        return None
    grounds = _grounds(light)
    ratios = []
    for ground in grounds:
        away = np.abs(np.log((light + 0.05) / (ground + 0.05)))
        drawn = np.sort(away[away > 0.05])
        if drawn.size < 8:
            continue
        # The lightest twentieth is what a thin stroke's core comes to; a single pixel may be noise.
        ratios.append(float(np.exp(drawn[-max(1, drawn.size // 50)])))
    return min(ratios) if len(ratios) == len(grounds) and ratios else None


def edge_contrast(pixels: Pixels, depth: int) -> float:
    """Between what is outside a target and its edge or its filling: the best of its four sides.

    ``pixels`` is the target with ``depth`` pixels around it; each side is looked at along its
    middle fifth, and must be seen there as a whole.
    """
    height, width = pixels.shape[:2]
    across = pixels.transpose(1, 0, 2)
    best = []
    for side in (pixels, pixels[::-1], across, across[::-1]):
        span = side.shape[1]
        middle = luminance(side[: 2 * depth, span * 2 // 5 : max(span * 3 // 5, span * 2 // 5 + 1)])
        outside = float(np.median(middle[0]))
        rows = np.median(middle, axis=1)
        best.append(max(ratio(outside, float(row)) for row in rows))
    return min(best) if min(height, width) > 2 * depth else 1.0


def changed_contrast(before: Pixels, after: Pixels) -> tuple[float, float]:
    """How much a change is seen: contrast of the pixels that changed, and their share of all.

    The ratio is what the better quarter of the changed pixels has at least: of a ring of two
    colours one is meant for dark grounds and one for light ones.
    """
    moved = np.any(np.abs(before.astype(np.int16) - after.astype(np.int16)) > 12, axis=2)
    if not moved.any():
        return 1.0, 0.0
    one, other = luminance(before[moved]), luminance(after[moved])
    ratios = (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)
    return float(np.quantile(ratios, 0.75)), float(moved.mean())


def crop(pixels: Pixels, x: float, y: float, width: float, height: float) -> Pixels:
    """A part of a picture, as much of it as there is."""
    left, top = max(0, round(x)), max(0, round(y))
    return pixels[top : max(top, round(y + height)), left : max(left, round(x + width))]


def _grounds(light: npt.NDArray[np.float64]) -> list[float]:
    """The colours that take a large share of the frame around a crop."""
    frame = np.concatenate((light[0], light[-1], light[:, 0], light[:, -1]))
    values, counts = np.unique(frame.round(3), return_counts=True)
    large = [
        float(value)
        for value, count in zip(values, counts, strict=True)
        if count >= SHARE * frame.size and _covers(light, value)
    ]
    return large or [float(values[int(np.argmax(counts))])]


def _covers(light: npt.NDArray[np.float64], value: float) -> bool:
    """Whether a colour fills a part of the crop; the line of a border does not."""
    return bool((np.abs(light - value) < 0.001).mean() >= SHARE)


def _linear() -> npt.NDArray[np.float64]:
    channel = np.arange(256) / 255
    return np.where(channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)


_TABLE = _linear()
