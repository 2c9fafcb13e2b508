"""When a ticket is due: the moment by which its holder may expect to be called."""

from dataclasses import dataclass
from datetime import datetime

from vuoro.queue.domain.booking import Booking
from vuoro.queue.domain.office import Rules, Service, minutes


@dataclass(frozen=True, slots=True)
class Due:
    """``at`` orders the line; before ``not_before`` the ticket is called only when nobody else waits."""

    at: datetime
    not_before: datetime


def walk_in(arrived_at: datetime, service: Service) -> Due:
    """A walk-in is due after the service's target wait."""
    return Due(arrived_at + minutes(service.target_minutes), arrived_at)


def booked(arrived_at: datetime, booking: Booking, service: Service, rules: Rules) -> Due:
    """A booked client is due at the start if they came in time, else like a walk-in."""
    if arrived_at > booking.start + minutes(rules.late):
        return walk_in(arrived_at, service)
    return Due(booking.start, booking.start - minutes(rules.booked_lead))
