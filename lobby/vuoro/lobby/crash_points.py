"""Dying on purpose, as in a power cut: at a step of the write path that a test names."""

import os
import signal
from collections.abc import Callable, Mapping

VARIABLE = "VUORO_CRASH_AT"


def crash_at(environment: Mapping[str, str]) -> Callable[[str], None]:
    """What to call at each named step.

    ``VUORO_CRASH_AT=after_event:3`` kills at the third pass there.
    """
    wanted, _, count = environment.get(VARIABLE, "").partition(":")
    if not wanted:
        return lambda point: None
    left = int(count or "1")

    def step(point: str) -> None:
        nonlocal left
        if point == wanted:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return step
