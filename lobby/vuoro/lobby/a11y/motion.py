"""Flashes and motion in pictures over time: WCAG 2.2, 2.3.1 and 2.2.2."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vuoro.lobby.a11y.pixels import Pixels, luminance

MOST_FLASHES = 3
LONGEST_MOTION = 5.0
STILL = 0.45
"""Seconds without a change after which a motion has ended; a clock that ticks is no motion."""
CELLS = 48
"""A flash is looked for in so many fields across the picture, each far smaller than what counts."""
SWING = 0.1
DARK = 0.8
"""A flash: two opposing changes of a tenth of full luminance, the darker one below 0.8."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What happened in a film: the most flashes in a second, the longest motion in seconds."""

    flashes: float
    seconds: float
    frames: int


def moved(frames: Iterable[Pixels], per_second: float) -> Moved:
    """Measure a film of so many pictures a second."""
    fields: list[npt.NDArray[np.float64]] = []
    changes: list[int] = []
    before: Pixels | None = None
    for number, frame in enumerate(frames):
        if before is not None and not np.array_equal(before, frame):
            changes.append(number)
        if before is None or changes[-1:] == [number]:
            fields.append(_fields(frame))
        else:
            fields.append(fields[-1])
        before = frame
    film = np.stack(fields)
    return Moved(_flashes(film, per_second), _longest(changes, per_second), len(fields))


def _fields(frame: Pixels) -> npt.NDArray[np.float64]:
    side = max(1, frame.shape[1] // CELLS)
    light = luminance(frame)
    rows, columns = light.shape[0] // side, light.shape[1] // side
    blocks = light[: rows * side, : columns * side].reshape(rows, side, columns, side)
    return blocks.mean(axis=(1, 3))  # type: ignore[no-any-return]  # numpy can't tell


def _flashes(film: npt.NDArray[np.float64], per_second: float) -> float:
    """The most pairs of opposing swings that any field has in one second."""
    most = 0.0
    flat = film.reshape(len(film), -1)
    for field in np.flatnonzero(np.ptp(flat, axis=0) >= SWING):
        swings = list(_swings(flat[:, field]))
        for first in range(len(swings)):
            inside = [at for at in swings[first:] if at < swings[first] + per_second]
            most = max(most, len(inside) / 2)
    return most


def _swings(values: npt.NDArray[np.float64]) -> Iterator[int]:
    """When a field has gone up or down by a swing, against the way of the swing before."""
    low = high = float(values[0])
    way = 0
    for at, value in enumerate(values.tolist()):
        low, high = min(low, value), max(high, value)
        if way != 1 and value - low >= SWING and low < DARK:
            way, high = 1, value
            low = value
            yield at
        elif way != -1 and high - value >= SWING and value < DARK:
            way, low = -1, value
            high = value
            yield at


def _longest(changes: list[int], per_second: float) -> float:
    longest, begin, last = 0.0, 0, 0
    for number, at in enumerate(changes):
        if number == 0 or at - last > STILL * per_second:
            begin = at
        longest, last = max(longest, (at - begin + 1) / per_second), at
    return longest if changes else 0.0
