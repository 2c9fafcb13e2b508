"""Codes that zxing-cpp can't read as they are seen, drawn anew from what is left of them."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from vuoro.hardware.scanners.decoding_finders import Finder
from vuoro.hardware.scanners.decoding_grid import Grid, from_three, from_two
from vuoro.hardware.scanners.decoding_modules import clean_picture, judgements, levels, likeness
from vuoro.hardware.scanners.decoding_symbol import Bits
from vuoro.hardware.scanners.decoding_zxing import read_clean
from vuoro.hardware.scanners.payload import Payload
from vuoro.hardware.scanners.picture import GreyImage

_LIKELY = 0.75
"""Of the parts that are the same in every code of a size, so much must be there. By chance it is
about half; of the spoiled photographs that could be read, the worst had 0.86."""
_CERTAIN = 0.93
"""So much is there of no code of another size."""


def rebuild(
    picture: GreyImage, finders: tuple[Finder, ...], most: int, out_of_time: Callable[[], bool]
) -> tuple[Payload, ...]:
    """All codes that three of these finders belong to; if there are none, one that has two of them.

    ``most`` groups of finders are tried each way.
    """
    found: list[Payload] = []
    for grids in islice(from_three(picture, finders), most):
        found.extend(_read(picture, grids))
        if out_of_time():
            return tuple(found)
    if found:
        return tuple(found)
    for grids in islice(from_two(picture, finders), most):
        found.extend(_read(picture, grids))
        if found or out_of_time():
            break
    return tuple(found)


def _read(picture: GreyImage, grids: Iterable[Grid]) -> tuple[Payload, ...]:
    for bits in _by_likeness(picture, grids):
        found = read_clean(clean_picture(bits))
        if found:
            return found
    return ()


def _by_likeness(picture: GreyImage, grids: Iterable[Grid]) -> Iterator[Bits]:
    """What the grids may show, the grid most like a code first, each in several opinions."""
    likely: list[tuple[float, Bits, Iterator[Bits]]] = []
    for grid in grids:
        opinions = judgements(levels(picture, grid))
        first = next(opinions)
        like = likeness(first)
        if like >= _CERTAIN:
            yield from chain([first], opinions)
        elif like >= _LIKELY:
            likely.append((like, first, opinions))
    likely.sort(key=lambda each: -each[0])
    for _, first, others in likely:
        yield from chain([first], others)
