"""Ids: random ones for events and secrets, sortable ones for things."""

import base64
import os
import random
import uuid
from collections.abc import Callable
from typing import Protocol

from vuoro.core.clock import Clock


class Ids(Protocol):
    """Where new ids come from."""

    def event(self) -> uuid.UUID:
        """A random identity (RFC 9562 version 4)."""
        ...

    def thing(self) -> uuid.UUID:
        """An identity that sorts by the time it was made (RFC 9562 version 7)."""
        ...

    def token(self) -> str:
        """A secret of 128 bits, 26 letters and digits (RFC 4648 base32 without padding)."""
        ...


class RandomIds:
    """Ids from a source of randomness: the kernel's, or a seeded one in tests."""

    def __init__(self, clock: Clock, randbytes: Callable[[int], bytes] = os.urandom) -> None:
        self._clock = clock
        self._randbytes = randbytes

    def event(self) -> uuid.UUID:
        return uuid.UUID(bytes=self._randbytes(16), version=4)

    def thing(self) -> uuid.UUID:
        milliseconds = int(self._clock.now().timestamp() * 1000) & (1 << 48) - 1
        tail = int.from_bytes(self._randbytes(10), "big") & (1 << 80) - 1
        return uuid.UUID(int=_with_version(milliseconds << 80 | tail, version=7))

    def token(self) -> str:
        return base64.b32encode(self._randbytes(16)).decode("ascii").rstrip("=").lower()


def seeded_ids(clock: Clock, seed: int) -> RandomIds:
    """Ids that are the same in every run, for tests."""
    return RandomIds(clock, random.Random(seed).randbytes)


def _with_version(value: int, version: int) -> int:
    value = value & ~(0xF << 76) | version << 76
    return value & ~(0x3 << 62) | 0x2 << 62
