"""Presses out of what the keys of a pad do: pure.

A key pad may be set up to type anything, so every key means the same, and a chord or a macro that
it types for one press is one press: it begins with the first key down and ends when all are up.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from vuoro.hardware.buttons.button import Press

LONG_SECONDS = 2.0
AGAIN_SECONDS = 1.0
"""A press so soon after the one before is a finger that bounced, or a doubtful person's second."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What is held, since when in seconds, and when the last press that counted ended."""

    held: AbstractSet[int] = field(default_factory=frozenset)
    since: float = 0.0
    told: bool = False
    """Whether the press under way has counted already: it has become a long one."""
    last: float = float("-inf")


def after_key(keys: Keys, code: int, *, down: bool, at: float) -> tuple[Keys, Press | None]:
    """The keys after one went down or up, and the press that this ended. ``at`` in seconds."""
    if down:
        since, told = (keys.since, keys.told) if keys.held else (at, False)
        return replace(keys, held=keys.held | {code}, since=since, told=told), None
    if code not in keys.held:
        return keys, None
    keys, press = after_time(keys, at)
    keys = replace(keys, held=keys.held - {code})
    if press is not None or keys.held:
        return keys, press
    if keys.told:
        return replace(keys, last=at), None
    if keys.since - keys.last < AGAIN_SECONDS:
        return keys, None
    return replace(keys, last=at), Press.SHORT


def after_time(keys: Keys, at: float) -> tuple[Keys, Press | None]:
    """The keys at a later moment: one held for long counts before it is let go, so that whoever
    calls for help feels that it was heard.
    """
    left = seconds_to_long(keys, at)
    if left is None or left > 0:
        return keys, None
    return replace(keys, told=True, last=at), Press.LONG


def seconds_to_long(keys: Keys, at: float) -> float | None:
    """How long until a held key makes a long press; None where none is held, or it has."""
    if not keys.held or keys.told:
        return None
    return max(keys.since + LONG_SECONDS - at, 0.0)
