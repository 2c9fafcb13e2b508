"""A booking of this area, or none: nobody reaches another area's by its id."""

from vuoro.booking.domain.values import BookingView
from vuoro.booking.service import reading
from vuoro.booking.service.refusals import no_such
from vuoro.booking.web.staff.here import Here


def booking_here(here: Here, booking_id: str) -> BookingView:
    """Refused: no_such_booking."""
    view = reading.booking(here.backend, booking_id)
    if view.tenant != here.tenant:
        raise no_such("booking")
    return view
