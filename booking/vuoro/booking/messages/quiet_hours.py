"""Quiet hours: when a text message may wake somebody."""

from datetime import datetime, time, timedelta

from vuoro.core.clock import HELSINKI, local

MORNING = time(8)
EVENING = time(21)
EARLY = time(7)
ENOUGH = timedelta(hours=1)


def not_at_night(due: datetime, start: datetime) -> datetime:
    """When a text message due at ``due`` about a meeting at ``start`` goes out.

    Between 21 and 8 local time it waits for 8 o'clock. Where less than an hour would then be left,
    because the meeting begins before 9, it comes earlier: from 7 o'clock, or from an hour before
    the start if even that is too late. It is never earlier than it was due.
    """
    here = local(due)
    if MORNING <= here.time() < EVENING:
        return due
    day = here.date() + timedelta(days=1 if here.time() >= EVENING else 0)
    morning = datetime.combine(day, MORNING, HELSINKI)
    if morning.timestamp() + ENOUGH.total_seconds() <= start.timestamp():
        return morning.astimezone(due.tzinfo)
    early = datetime.combine(day, EARLY, HELSINKI).astimezone(due.tzinfo)
    return max(due, min(early, start - ENOUGH))
