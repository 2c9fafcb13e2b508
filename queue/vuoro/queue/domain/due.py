"""When a ticket is due: the moment by which its holder may expect to be called."""

from dataclasses import dataclass
from datetime import datetime

from vuoro.core.clock import local
from vuoro.queue.domain.booking import Booking
from vuoro.queue.domain.office import Rules, Service, minutes


@dataclass(frozen=True, slots=True)
class Due:
    """``at`` orders the line; before ``not_before`` it is called only when nobody else waits."""

    at: datetime
    not_before: datetime


def walk_in(arrived_at: datetime, service: Service) -> Due:
    """A walk-in is due after the service's target wait."""
    return Due(arrived_at + minutes(service.target_minutes), arrived_at)


def booked(arrived_at: datetime, booking: Booking, service: Service, rules: Rules) -> Due:
    """A booked client is due at the start if they came in time, else like a walk-in.

    Who is let in for a booking of another day, because the clock is unsure, also waits like a
    walk-in: nobody is to wait for a moment that doesn't come today.
    """
    is_late = arrived_at > booking.start + minutes(rules.late)
    if is_late or local(booking.start).date() != local(arrived_at).date():
        return walk_in(arrived_at, service)
    return at_time(booking.start, rules)


def at_time(start: datetime, rules: Rules) -> Due:
    """Who has a time is due when it begins."""
    return Due(start, start - minutes(rules.booked_lead))
