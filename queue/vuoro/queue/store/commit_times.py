"""How long commits took, counted as a histogram: the disk's own pulse."""

from bisect import bisect_left
from dataclasses import dataclass, field

BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)
"""Seconds: from a good SSD to the worst of an SD card."""


@dataclass
class CommitTimes:
    """``counts[i]``: commits that took no longer than ``BOUNDS[i]``; the last: longer than all."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0

    def note(self, seconds: float) -> None:
        """One more commit."""
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds
