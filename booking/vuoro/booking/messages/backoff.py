"""When to try again."""

from collections.abc import Callable
from datetime import timedelta

FIRST = timedelta(seconds=30)
MOST = timedelta(hours=1)


def delay(attempts: int, random: Callable[[], float]) -> timedelta:
    """How long to wait after so many tries: 30 s doubled each time, at most an hour.

    Between half of it and the whole, so that messages that failed together don't come together.
    """
    whole: timedelta = min(FIRST * 2.0 ** min(attempts - 1, 20), MOST)
    return whole / 2 + whole / 2 * random()
