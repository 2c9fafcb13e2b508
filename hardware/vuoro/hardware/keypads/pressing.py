"""Keys out of what a keypad sends: pure.

A key counts when it goes down. What a worn switch sends in the next moments is its bounce; what the
kernel repeats while a key is held counts only for those that step: louder, next and their like.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vuoro.hardware.evdev import PRESSED, REPEATED
from vuoro.hardware.keypads.keys import NavKey

BOUNCE_SECONDS = 0.06
"""Switches settle within 5 to 25 ms; the fastest finger presses again after 100."""
REPEAT_SECONDS = 0.4
"""Between steps of a held key: slow enough to hear where one is."""
_STEPPING = frozenset({NavKey.LOUDER, NavKey.QUIETER, NavKey.FASTER, NavKey.SLOWER})


@dataclass(frozen=True, slots=True)
class Pressing:
    """When each key last moved and when it last counted, in seconds, by its code."""

    moved: Mapping[int, float] = field(default_factory=dict)
    counted: Mapping[int, float] = field(default_factory=dict)


def after_key(
    pressing: Pressing, code: int, value: int, at: float, keys: Mapping[int, NavKey]
) -> tuple[Pressing, NavKey | None]:
    """The pressing after a key event of the kernel, and the key if it counts."""
    key = keys.get(code)
    if key is None:
        return pressing, None
    never = float("-inf")
    last = max(pressing.moved.get(code, never), pressing.counted.get(code, never))
    bounced = at - last < BOUNCE_SECONDS
    moved = {**pressing.moved, code: at} if value != REPEATED else pressing.moved
    rested = at - pressing.counted.get(code, never) >= REPEAT_SECONDS
    stepped = value == REPEATED and key in _STEPPING and rested
    if not stepped and (value != PRESSED or bounced):
        return Pressing(moved, pressing.counted), None
    return Pressing(moved, {**pressing.counted, code: at}), key
