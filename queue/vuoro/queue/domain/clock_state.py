"""How far the wall clock may be believed (offline_sync §3.10): unset, then holdover, then sync."""

from datetime import timedelta

from vuoro.core.clock import ClockState

SURE_FOR = timedelta(hours=24)
"""A crystal drifts by some seconds in that time."""
WRONG = timedelta(minutes=2)
"""A clock further off than this is not told the time by anybody."""


def clock_state(
    own: ClockState, *, is_enrolled: bool, since_anchor: timedelta | None, ahead: timedelta
) -> ClockState:
    """The state of a clock that may be compared with the backend's.

    ``own``: what the computer itself says. ``since_anchor``: since the last comparison of this
    boot, None where there was none; ``ahead``: by how much the clock is ahead of it now. A lobby
    without a backend has only its own word.
    """
    if own is ClockState.UNSET or not is_enrolled:
        return own
    is_sure = since_anchor is not None and since_anchor < SURE_FOR and abs(ahead) <= WRONG
    return ClockState.SYNC if is_sure else ClockState.HOLDOVER
