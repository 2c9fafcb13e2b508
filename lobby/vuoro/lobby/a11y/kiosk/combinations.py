"""Which screens are drawn in which way: all pairs, and every screen in every language.

There are hundreds of thousands of ways to draw the screens. Every screen is drawn in every language
with the largest letters, and in every third language with others, too. The other wishes go round in
rows in which every value of one meets every value of each other (pairwise, as in ISO/IEC/IEEE
29119-4, 5.2.5.3); the round begins one row later with each screen and each language, so that every
screen and every language meets every row.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from vuoro.core.languages import Language
from vuoro.kiosk.flow.wishes import TEXT_SIZES, Contrast, Reach, Wishes

LARGEST = TEXT_SIZES - 1
THIRD = 3


@dataclass(frozen=True, slots=True)
class Way:
    """How a screen is drawn, but for its language."""

    text_size: int
    contrast: Contrast
    reach: Reach
    portrait: bool
    simple: bool


@dataclass(frozen=True, slots=True)
class Job:
    """A screen to draw: its place among the pictures, its language, its way."""

    picture: int
    language: Language
    way: Way

    @property
    def wishes(self) -> Wishes:
        way = self.way
        return Wishes(self.language, way.text_size, way.contrast, way.reach, way.simple)


FACTORS: tuple[Sequence[Any], ...] = (
    range(TEXT_SIZES),
    tuple(Contrast),
    tuple(Reach),
    (True, False),
    (False, True),
)


def jobs(pictures: int, languages: Sequence[Language], quick: bool = False) -> Iterator[Job]:
    """What to draw. ``quick``: each screen in one language only, all of them in turn."""
    ways = [Way(*row) for row in pairwise(FACTORS)]
    large = [Way(LARGEST, *row) for row in pairwise(FACTORS[1:])]
    others = [way for way in ways if way.text_size != LARGEST]
    for picture in range(pictures):
        for number, language in enumerate(languages):
            if quick and number != picture % len(languages):
                continue
            turn = picture + number
            yield Job(picture, language, large[turn % len(large)])
            if quick or turn % THIRD == 0:
                yield Job(picture, language, others[turn // THIRD % len(others)])


def pairwise(factors: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Rows in which every value of a factor meets every value of every other; greedy, so few."""
    missing = {
        (one, a, other, b)
        for one, other in combinations(range(len(factors)), 2)
        for a, b in product(range(len(factors[one])), range(len(factors[other])))
    }
    every = list(product(*(range(len(factor)) for factor in factors)))
    rows = []
    while missing:
        best = max(every, key=lambda row: len(missing & set(_pairs(row))))
        missing -= set(_pairs(best))
        rows.append(tuple(factors[at][value] for at, value in enumerate(best)))
    return rows


def _pairs(row: Sequence[int]) -> Iterable[tuple[int, int, int, int]]:
    for one, other in combinations(range(len(row)), 2):
        yield one, row[one], other, row[other]
