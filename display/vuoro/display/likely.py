"""Which calls are likely next: their clauses are spoken ahead, so that none waits for the voice."""

from dataclasses import replace

from vuoro.core.wire.board import BoardCall

AHEAD = 6
"""Numbers after the last one; people are called nearly in the order in which they came."""
_LAST = 999


def likely(call: BoardCall) -> tuple[BoardCall, ...]:
    """Calls of the numbers that follow, to the same counter: A018, A019 … after A017."""
    letters = call.number.rstrip("0123456789")
    digits = call.number[len(letters) :]
    if not digits:
        return ()
    following = range(int(digits) + 1, min(int(digits) + AHEAD, _LAST) + 1)
    width = len(digits)
    return tuple(
        replace(call, number=f"{letters}{number:0{width}}", also=()) for number in following
    )
