"""Quiet hours: when the board shows and does not sound."""

from datetime import datetime, time

from vuoro.core.clock import local


def is_quiet(hours: str, now: datetime) -> bool:
    """Whether ``now`` lies in the hours ``20:00-07:00`` (local, end excluded; empty for none).

    ValueError where the hours are no times of day.
    """
    if not hours:
        return False
    start, end = (time.fromisoformat(part) for part in hours.split("-"))
    at = local(now).time()
    if start <= end:
        return start <= at < end
    return at >= start or at < end
