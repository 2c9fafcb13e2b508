"""What can go wrong between two computers, one request at a time (offline_sync §3.19)."""

import enum
import random
from collections.abc import Callable
from dataclasses import dataclass


class Fault(enum.StrEnum):
    """What happens to one request."""

    NONE = "none"
    UNPLUGGED = "unplugged"
    """The connection is closed at once."""
    SILENT = "silent"
    """Nothing ever comes back; the request goes nowhere."""
    SLOW = "slow"
    """It arrives late, and is answered."""
    LOST_REPLY = "lost_reply"
    """It arrives and is carried out; the answer is lost."""
    DUPLICATE = "duplicate"
    """It arrives twice."""
    CUT = "cut"
    """The answer breaks off in the middle."""
    PORTAL = "portal"
    """Somebody in between answers 200 with a page of their own."""
    BROKEN_GATEWAY = "broken_gateway"
    """Somebody in between answers 502 with a page of their own."""


Weather = Callable[[], Fault]


@dataclass(frozen=True, slots=True)
class Storm:
    """Faults drawn by chance: ``worst`` of a hundred requests go wrong."""

    chance: random.Random
    worst: int = 40

    def __call__(self) -> Fault:
        if self.chance.randrange(100) >= self.worst:
            return Fault.NONE
        return self.chance.choice([fault for fault in Fault if fault is not Fault.NONE])
