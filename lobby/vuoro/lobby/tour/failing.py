"""A step that fails, and waiting that ends."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PATIENCE_SECONDS = 25.0
_LOOK_EVERY = 0.04


class Failed(Exception):
    """What was to be seen, and what was seen instead."""


def wait_for(what: str, look: Callable[[], T | None], seconds: float = PATIENCE_SECONDS) -> T:
    """What ``look`` gives as soon as it is something. Raises Failed."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found is not None and found is not False:
            return found
        if time.monotonic() > end:
            raise Failed(f"{what}: not within {seconds:.0f} s")
        time.sleep(_LOOK_EVERY)


def expect(what: str, seen: object, wanted: object) -> None:
    """Raises Failed unless both are the same."""
    if seen != wanted:
        raise Failed(f"{what}: {seen!r} instead of {wanted!r}")


def expect_that(what: str, is_so: bool) -> None:
    """Raises Failed unless it is so."""
    if not is_so:
        raise Failed(what)
