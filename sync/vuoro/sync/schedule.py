"""When to try again, and with how much at once. Pure: times are monotonic seconds.

Full jitter: a random part of a span that doubles with every failure, so that a fleet that lost the
backend at the same moment does not come back at the same moment (M. Brooker, "Exponential Backoff
And Jitter", AWS 2015).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from vuoro.core.wire.sync import MOST_EVENTS

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 300.0
LONGEST_ASKED = 3600.0
"""A Retry-After beyond this is not believed."""
TOGETHER_SECONDS = 30.0
"""Over so many seconds a fleet spreads what all its devices must do."""
QUARANTINE_AFTER = 3600.0

Chance = Callable[[], float]
"""A random number from 0 up to 1."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How one errand gets on: failures in a row, and how much it dares at once.

    ``stuck_since``: since when the backend fails on a single event.
    """

    failures: int = 0
    size: int = MOST_EVENTS
    stuck_since: float | None = None


def after_success(pace: Pace) -> Pace:
    """Twice as much the next time."""
    return Pace(size=min(MOST_EVENTS, pace.size * 2))


def after_failure(pace: Pace, sent: int = 0) -> Pace:
    """Half as much the next time."""
    return replace(smaller(pace, sent), failures=pace.failures + 1)


def smaller(pace: Pace, sent: int = 0) -> Pace:
    """Half of what was tried: of ``sent`` events where there were not as many as allowed."""
    tried = min(pace.size, sent) if sent else pace.size
    return replace(pace, size=max(1, tried // 2))


def after_refusal(pace: Pace) -> Pace:
    """Something is done about it at once; only if that does not help the pace slows."""
    return replace(pace, failures=pace.failures + 1)


def stuck(pace: Pace, now: float, sent: int) -> Pace:
    """The backend itself failed on ``sent`` events; on a single one the clock begins to run."""
    if sent != 1 or pace.stuck_since is not None:
        return pace
    return replace(pace, stuck_since=now)


def must_quarantine(pace: Pace, now: float) -> bool:
    """Whether a single event has stopped the stream for too long (offline_sync §3.4)."""
    return pace.stuck_since is not None and now - pace.stuck_since >= QUARANTINE_AFTER


def delay(pace: Pace, chance: Chance, retry_after: float | None = None) -> float:
    """Seconds until the next try. Never sooner than the backend asked for."""
    if retry_after is not None:
        asked = min(retry_after, LONGEST_ASKED)
        return asked + chance() * min(asked, TOGETHER_SECONDS)
    if not pace.failures:
        return 0.0
    # 2 to the 9th is over five minutes already; the exponent must not grow for weeks.
    span: float = FIRST_SECONDS * 2 ** min(pace.failures - 1, 9)
    return chance() * min(span, LONGEST_SECONDS)


def spread(chance: Chance) -> float:
    """Seconds to wait before what every device of the fleet does at this moment."""
    return chance() * TOGETHER_SECONDS
