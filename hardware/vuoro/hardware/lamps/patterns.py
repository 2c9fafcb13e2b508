"""What a light looks like at each moment: pure.

A blink is never faster than 2.5 a second (WCAG 2.3.1: at most three flashes), and a call blinks
only so long as somebody needs to find the counter: then it burns still, for the calm of the lobby
and for relays, which wear and click.
"""

from vuoro.hardware.lamps.lamp import LampState

Lit = tuple[bool, ...]
"""Red, yellow and green, or the one lamp there is."""

CALL_BLINK_SECONDS = 30.0
"""About what it takes to cross a lobby with a walking frame, after every call and repeat of it."""
_CALL_HALF = 0.5
_NOTICE_HALF = 0.2
_RED, _YELLOW, _GREEN = range(3)
_STILL = {LampState.FREE: _YELLOW, LampState.SERVING: _RED}
_NOTICES = {
    LampState.NOBODY_WAITS: (_YELLOW, 2),
    LampState.REFUSED: (_RED, 3),
    LampState.UNANSWERED: (_RED, 5),
    LampState.HELP_ASKED: (_YELLOW, 1),
}


def notice_seconds(state: LampState) -> float:
    """How long a notice to the clerk takes; 0 for what stays until something else is shown."""
    _, times = _NOTICES.get(state, (_RED, 0))
    return times * 2 * _NOTICE_HALF


def lit(state: LampState, elapsed: float, lamps: int = 3) -> tuple[Lit, float | None]:
    """Which lamps burn so many seconds into a state, and seconds until that changes, if it does.

    A light of a single lamp burns for a call and blinks its notices; it has no colour to say that
    a counter is free or occupied, and stays dark.
    """
    if state in _STILL:
        return _only(_STILL[state], lamps) if lamps > 1 else _dark(lamps), None
    if state is LampState.CALLED:
        return _call(elapsed, lamps)
    if state in _NOTICES:
        return _notice(state, elapsed, lamps)
    return _dark(lamps), None


def _call(elapsed: float, lamps: int) -> tuple[Lit, float | None]:
    if elapsed >= CALL_BLINK_SECONDS:
        return _only(_GREEN, lamps), None
    halves, wait = _half(elapsed, _CALL_HALF)
    return _only(_GREEN, lamps) if halves % 2 == 0 else _dark(lamps), wait


def _notice(state: LampState, elapsed: float, lamps: int) -> tuple[Lit, float | None]:
    colour, times = _NOTICES[state]
    halves, wait = _half(elapsed, _NOTICE_HALF)
    if halves >= times * 2:
        return _dark(lamps), None
    return _only(colour, lamps) if halves % 2 == 0 else _dark(lamps), wait


def _half(elapsed: float, length: float) -> tuple[int, float]:
    """How many half periods have passed, and seconds until the next begins."""
    halves = int(elapsed / length)
    return halves, max((halves + 1) * length - elapsed, 0.001)


def _only(colour: int, lamps: int) -> Lit:
    return tuple(place == colour for place in range(lamps)) if lamps > 1 else (True,)


def _dark(lamps: int) -> Lit:
    return (False,) * lamps
