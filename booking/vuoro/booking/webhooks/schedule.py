"""When a delivery is tried again (the schedule that Standard Webhooks recommends)."""

from collections.abc import Callable
from datetime import timedelta

AFTER = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""5 s, 5 and 30 min, 2, 5, 10, 14, 20 and 24 h: three days in all."""


def next_try(tries: int, random: Callable[[], float]) -> timedelta | None:
    """How long to wait after so many tries, up to a tenth longer by chance; None: no more."""
    if tries > len(AFTER):
        return None
    return AFTER[tries - 1] * (1 + random() / 10)
