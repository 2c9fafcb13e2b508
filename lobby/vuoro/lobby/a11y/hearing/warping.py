"""How alike utterances are, however fast each was spoken: dynamic time warping.

Each frame of one is matched with one of the other, in order; a step may stay, go one on or leave
one out (F. Itakura, IEEE Trans. ASSP 23, 1975, with a price in place of his slope limit).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vuoro.lobby.a11y.hearing.mfcc import Frames

_ASTRAY = 0.6
"""What a step costs that stays or leaves one out, in units of a frame's difference."""
_FAR = np.float32(1e9)
_AT_ONCE = 64


def distances(heard: Frames, templates: Sequence[Frames]) -> npt.NDArray[np.float64]:
    """The mean difference a frame between what was heard and each template.

    Each way around, so that neither may keep silent about what the other says. Infinite where
    there is nothing to compare.
    """
    if not len(heard):
        return np.full(len(templates), np.inf)
    order = np.argsort([len(template) for template in templates])
    found = np.full(len(templates), np.inf)
    for begin in range(0, len(order), _AT_ONCE):
        some = order[begin : begin + _AT_ONCE]
        found[some] = _several(heard, [templates[place] for place in some])
    return found


def _several(heard: Frames, templates: list[Frames]) -> npt.NDArray[np.float64]:
    lengths = np.array([len(template) for template in templates])
    costs = np.full((len(templates), len(heard), max(lengths.max(), 1)), _FAR, np.float32)
    own = (heard**2).sum(axis=1)[:, None]
    for place, template in enumerate(templates):
        squares = own + (template**2).sum(axis=1) - 2 * heard @ template.T
        costs[place, :, : len(template)] = np.sqrt(np.maximum(squares, 0) / heard.shape[1])
    ends = np.full(len(templates), len(heard))
    one = _along(costs, ends, lengths) / len(heard)
    other = _along(costs.swapaxes(1, 2), lengths, ends) / np.maximum(lengths, 1)
    return np.where(lengths > 0, (one + other) / 2, np.inf)


def _along(
    costs: npt.NDArray[np.float32], rows: npt.NDArray[np.int_], columns: npt.NDArray[np.int_]
) -> npt.NDArray[np.float64]:
    """The cheapest way through each table, counting each of its rows once."""
    count, most, width = costs.shape
    every = np.arange(count)
    total = np.full((count, width + 2), _FAR, np.float32)
    total[:, 2] = costs[:, 0, 0]
    ended = np.where(rows == 1, total[every, columns + 1], _FAR)
    for row in range(1, most):
        astray = np.minimum(total[:, 2:], total[:, :-2]) + _ASTRAY
        total[:, 2:] = np.minimum(astray, total[:, 1:-1]) + costs[:, row]
        # The first two columns stand for the time before the beginning.
        ended = np.where(rows == row + 1, total[every, columns + 1], ended)
    return ended.astype(np.float64)
