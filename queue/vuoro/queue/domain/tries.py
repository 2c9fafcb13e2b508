"""How often a kiosk may try a code: five in a minute, then a growing pause (lobby.md, Arrival)."""

import math
from dataclasses import dataclass, replace

_MINUTE = 60.0
_FIRST_PAUSE = 30.0
_LONGEST_PAUSE = 480.0
_FORGOTTEN_AFTER = 900.0
"""A quarter of an hour without a pause, and the next one is short again."""


@dataclass(frozen=True, slots=True)
class Tries:
    """The tries of one kiosk, in monotonic seconds."""

    at: tuple[float, ...] = ()
    pauses: int = 0
    paused_until: float = 0.0

    def is_old(self, now: float) -> bool:
        """Whether nothing of it counts any more."""
        last = max((*self.at, self.paused_until))
        return now - last >= _FORGOTTEN_AFTER


def attempt(tries: Tries, now: float, per_minute: int) -> tuple[Tries, int]:
    """The tries after one more, and how many seconds to wait first.

    0 means go on; otherwise the try does not count, and those during a pause don't lengthen it.
    """
    if now < tries.paused_until:
        return tries, math.ceil(tries.paused_until - now)
    recent = tuple(moment for moment in tries.at if now - moment < _MINUTE)
    if len(recent) < per_minute:
        return replace(tries, at=(*recent, now)), 0
    pauses = 0 if now - tries.paused_until >= _FORGOTTEN_AFTER else tries.pauses
    pause = min(_FIRST_PAUSE * 2**pauses, _LONGEST_PAUSE)
    return Tries(pauses=pauses + 1, paused_until=now + pause), math.ceil(pause)
