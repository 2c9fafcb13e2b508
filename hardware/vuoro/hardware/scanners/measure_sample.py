"""One picture to measure decoders with, and where its code lies."""

from dataclasses import dataclass
from zlib import crc32

import numpy as np

from vuoro.hardware.scanners.picture import GreyImage


@dataclass(frozen=True, slots=True)
class Place:
    """About where a code lies in its picture, in pixels."""

    x: float
    y: float
    side: float
    module: float
    """Side of the smallest square a code is made of."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture and all texts that are in it, none where there is no code."""

    name: str
    kind: str
    """What was done to it; samples of one kind are counted together."""
    grey: GreyImage
    texts: tuple[str, ...]

    @property
    def tuned(self) -> bool:
        """Whether our looks were chosen on this one; the other half only checks the choice."""
        return is_tuned(self.name)


def is_tuned(name: str) -> bool:
    """About every other name, by its checksum: the same on every computer, in every run."""
    return crc32(name.encode()) % 2 == 0


def seeded(name: str, kind: str) -> np.random.Generator:
    """The same accidents happen to the same picture in every run."""
    return np.random.default_rng([crc32(name.encode()), crc32(kind.encode())])


def as_grey(picture: object) -> GreyImage:
    """Any numbers as a picture: rounded, and cut off at black and white."""
    return np.ascontiguousarray(np.clip(np.rint(np.asarray(picture)), 0, 255), dtype=np.uint8)
