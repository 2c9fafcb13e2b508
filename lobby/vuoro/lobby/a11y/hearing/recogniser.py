"""Which of many numbers a recording says: the one that it sounds most like, if any."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from vuoro.core.number_words import say_number
from vuoro.lobby.a11y.hearing.mfcc import Frames, frames
from vuoro.lobby.a11y.hearing.speakers import voiced
from vuoro.lobby.a11y.hearing.warping import distances

THROATS = (0.84, 0.92, 1.0, 1.06, 1.12, 1.18, 1.24)
"""Lengths of the throat of whoever is heard, beside that of whoever compares."""
_TRIED = 12
"""Numbers that the length is found by."""
_COMPARED, _OUTLINE = 60, 3
"""So many are compared in full; the outline of an utterance is every third frame."""
FURTHEST = 0.75
"""A mean difference a frame above which it is no number at all: noise, music, half a word."""
CLOSEST = 0.02
"""A margin below which two numbers can't be told apart."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The number that a recording sounds most like.

    ``margin``: by how much less the next number is like it, as a share; ``distance``: the mean
    difference a frame, 0 for the very same sound and about 1.2 for any other.
    """

    number: str
    margin: float
    distance: float

    @property
    def clear(self) -> bool:
        """Whether it is a number at all, and no other one."""
        return self.distance <= FURTHEST and self.margin >= CLOSEST


def heard_number(
    wav: bytes,
    language: str,
    among: Sequence[str],
    sentence: Callable[[str], str] | None = None,
) -> Heard:
    """Which of the numbers ``among``, such as ``A017``, is spoken; ``sentence`` is what each would
    stand in, the number alone if it is None. An empty number where there is nothing to hear.

    Raises BadWav; OSError and subprocess.SubprocessError when the other speaker fails.
    """
    say = sentence or (lambda number: say_number(number, language))
    templates = _templates(tuple(say(number) for number in among), language)
    if not len(frames(wav)):
        return Heard("", 0.0, float("inf"))
    found = _distances(frames(wav, _throat(wav, templates)), templates)
    best, *others = np.argsort(found)
    next_best = found[others[0]] if others else np.inf
    margin = (next_best - found[best]) / found[best] if found[best] else 1.0
    return Heard(among[best], float(margin), float(found[best]))


def _distances(heard: Frames, templates: Sequence[Frames]) -> npt.NDArray[np.float64]:
    """Of many templates only those are compared frame by frame that are near in outline."""
    if len(templates) <= _COMPARED:
        return distances(heard, templates)
    outlines = distances(heard[::_OUTLINE], [template[::_OUTLINE] for template in templates])
    near = np.argsort(outlines)[:_COMPARED]
    found = np.full(len(templates), np.inf)
    found[near] = distances(heard, [templates[place] for place in near])
    return found


@lru_cache(maxsize=8)
def _templates(texts: tuple[str, ...], language: str) -> tuple[Frames, ...]:
    return tuple(frames(voiced(text, language)) for text in texts)


def _throat(wav: bytes, templates: Sequence[Frames]) -> float:
    """The length with which the recording comes closest to a few of the templates."""
    some = templates[:: max(1, len(templates) // _TRIED)]
    nearest = {throat: distances(frames(wav, throat), some).min() for throat in THROATS}
    return min(nearest, key=lambda throat: float(nearest[throat]))
