"""Which calls are announced, in what order, one at a time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from vuoro.core.wire.board import BoardCall
from vuoro.display.board import Board, recency

VISIBLE_SECONDS = 10.0
"""lobby.md, The board: each call is the newest for at least so long."""
SPEECH_LIMIT_SECONDS = 20.0
"""Speech longer than that holds the next call back, but never longer than this."""
STILL_NEWS = timedelta(seconds=30)
"""A call made while the display was away is still announced when it is younger than this."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A call to be announced, and how it stood on the board before (None for a new one)."""

    call: BoardCall
    before: BoardCall | None = None


@dataclass(frozen=True, slots=True)
class Announcer:
    """The announcement of this moment and those that wait.

    ``since``, in monotonic seconds, is when it began; ``serial`` counts announcements; ``latest``
    is the id of the last.
    """

    current: Announcement | None = None
    since: float = 0.0
    serial: int = 0
    latest: str = ""
    waiting: tuple[Announcement, ...] = ()


IDLE = Announcer()


def plan(
    announcer: Announcer, before: Board, after: Board, *, now: datetime, catching_up: bool
) -> Announcer:
    """The announcer after the board changed: new and repeated calls join, taken-back ones leave.

    ``catching_up``: the display was away, so only what is still news is announced. ``now`` is the
    lobby service's clock, by which ``called_at`` was written.
    """
    queue = {item.call.id: item for item in announcer.waiting if _stands(item.call, after)}
    for call in reversed(after.calls):
        known = before.call(call.id)
        waiting = queue.get(call.id)
        if _is_news(call, known, now=now, catching_up=catching_up):
            queue.pop(call.id, None)
            queue[call.id] = Announcement(call, waiting.before if waiting else known)
        elif waiting is not None:
            queue[call.id] = replace(waiting, call=call)
    current = announcer.current
    if current is not None and not _stands(current.call, after):
        current = None
    return replace(announcer, current=current, waiting=tuple(queue.values()))


def advance(announcer: Announcer, mono: float, *, speaking: bool) -> Announcer:
    """The announcer at this moment: ends what has been visible long enough, starts the next."""
    current = announcer.current
    if current is not None and mono < ends(announcer, speaking=speaking):
        return announcer
    if not announcer.waiting:
        return replace(announcer, current=None)
    first, *rest = announcer.waiting
    return Announcer(first, mono, announcer.serial + 1, first.call.id, tuple(rest))


def ends(announcer: Announcer, *, speaking: bool) -> float:
    """When ``advance`` has something to do, in monotonic seconds, if an announcement is on."""
    return announcer.since + (SPEECH_LIMIT_SECONDS if speaking else VISIBLE_SECONDS)


def mark_ends(announcer: Announcer) -> float:
    """When the newest call loses its mark, in monotonic seconds."""
    return announcer.since + VISIBLE_SECONDS


def is_new(announcer: Announcer, mono: float) -> bool:
    """Whether the newest call bears its mark."""
    return announcer.current is not None and mono < mark_ends(announcer)


def shown(board: Board, announcer: Announcer) -> tuple[BoardCall, ...]:
    """The calls as the screen shows them, newest first.

    One whose turn to be announced has not come stays as it was. The last one announced comes first
    whatever the service's clock said: it may have been set back.
    """
    held = {item.call.id: item.before for item in announcer.waiting}
    calls = (held.get(call.id, call) for call in board.calls)
    present = (call for call in calls if call is not None)
    return tuple(
        sorted(present, key=lambda call: (call.id == announcer.latest, recency(call)), reverse=True)
    )


def _stands(call: BoardCall, board: Board) -> bool:
    """Whether a call, or the repeating of it, was not taken back."""
    known = board.call(call.id)
    return known is not None and known.times >= call.times


def _is_news(call: BoardCall, known: BoardCall | None, *, now: datetime, catching_up: bool) -> bool:
    """A call unknown so far may be an old one that was merely served: only a young one is news."""
    if known is not None and call.times <= known.times:
        return False
    if known is not None and not catching_up:
        return True
    return now - call.called_at < STILL_NEWS
