"""When something happened, from clocks that can't be trusted (offline_sync §3.10).

A device's monotonic clock is right within a boot. Each contact gives an upper bound for the
difference between that clock and true time; the smallest one seen is the tightest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vuoro.core.wire.sync import Told

LATENCY_MS = 2_000
"""How much earlier than its upper bound a moment may be: an ordinary request's travel."""
_DRIFT = 10_000
"""A crystal may be off by one part in this many (100 ppm)."""
_LIMIT = 2**53


@dataclass(frozen=True, slots=True)
class Anchor:
    """Of one boot: true time ≤ ``offset_ms`` + monotonic ms, known best near ``mono_ms``."""

    offset_ms: int
    mono_ms: int


@dataclass(frozen=True, slots=True)
class Repaired:
    """True time in milliseconds lies in [lo, hi]; ``at`` is the best guess. 0: not known."""

    at: int
    lo: int
    hi: int


def repair(
    events: Sequence[Told], anchors: Mapping[str, Anchor], before_ms: int, now_ms: int
) -> list[Repaired]:
    """The times of events in the order they were told.

    ``before_ms``: the earliest time of the event before them, 0 if there was none. Events of a boot
    that never met an anchor lie between the last known time before it and the first known one
    after, narrowed by their monotonic differences. A wall clock within the bounds is believed.
    """
    bounds = [_anchored(event, anchors.get(event.boot), now_ms) for event in events]
    low, first = before_ms, 0
    while first < len(events):
        if (known := bounds[first]) is not None:
            low, first = max(low, known[0]), first + 1
            continue
        last = first
        while last + 1 < len(events) and _goes_on(
            events[last + 1], events[first], bounds[last + 1]
        ):
            last += 1
        following = bounds[last + 1] if last + 1 < len(events) else None
        high = max(low, following[1] if following is not None else now_ms)
        for index in range(first, last + 1):
            since = events[index].mono - events[first].mono
            until = events[last].mono - events[index].mono
            bounds[index] = (min(low + since, high), max(high - until, low))
        low, first = max(low, (bounds[last] or (low, high))[0]), last + 1
    return [
        _guess(event, bound or (0, now_ms)) for event, bound in zip(events, bounds, strict=True)
    ]


def _goes_on(event: Told, first: Told, bound: tuple[int, int] | None) -> bool:
    return bound is None and event.boot == first.boot and event.mono >= first.mono


def _anchored(event: Told, anchor: Anchor | None, now_ms: int) -> tuple[int, int] | None:
    if anchor is None:
        return None
    drift = abs(anchor.mono_ms - event.mono) // _DRIFT
    at = event.mono + anchor.offset_ms
    high = min(at + drift, now_ms)
    return min(at - LATENCY_MS - drift, high), high


def _guess(event: Told, bound: tuple[int, int]) -> Repaired:
    low, high = (max(-_LIMIT, min(edge, _LIMIT)) for edge in bound)
    return Repaired(max(low, min(event.wall, high)), low, high)
