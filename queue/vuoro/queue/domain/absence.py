"""Who has not come: booked clients whose time for arriving is over."""

from collections.abc import Iterable
from datetime import datetime

from vuoro.core.wire.desk import Channel
from vuoro.queue.domain.booking import Booking, BookingStatus
from vuoro.queue.domain.office import Rules, minutes


def absent(
    bookings: Iterable[Booking], here: frozenset[str], now: datetime, rules: Rules
) -> tuple[Booking, ...]:
    """The bookings whose client has not come by start + grace.

    ``here`` holds the keys of all arrivals: ids of bookings, and passes that came before their row.
    """
    return tuple(
        booking
        for booking in bookings
        if booking.status is BookingStatus.BOOKED
        and booking.channel is Channel.IN_PERSON
        and here.isdisjoint(booking.keys)
        and now > booking.start + minutes(rules.late)
    )
