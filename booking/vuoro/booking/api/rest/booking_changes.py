"""Bookings change: moved, cancelled, handed over, given to another client, marked."""

from collections.abc import Callable

from fastapi import APIRouter, Depends, Response

from vuoro.booking.api.rest.booking_wire import (
    BookingOut,
    CancelIn,
    HandOverIn,
    MarkIn,
    ReassignIn,
    TimeIn,
    booking_out,
)
from vuoro.booking.api.rest.calendar import office_named
from vuoro.booking.api.rest.docs import read, refusals
from vuoro.booking.api.rest.door import backend_of, needs
from vuoro.booking.api.rest.kinds import Id
from vuoro.booking.api.rest.revisions import IfMatch, changed, tagged
from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import BookingStatus, BookingView, FreeTime
from vuoro.booking.service import changing, reading
from vuoro.booking.service.api_keys import ApiKey, Scope
from vuoro.booking.store.tables import bookings

router = APIRouter(
    prefix="/bookings/{booking}",
    tags=["bookings"],
    responses={**read(), **refusals(404, 409, 412)},
)


class Change:
    """What every change has: which booking, as the caller knows it, and who asks."""

    def __init__(
        self,
        booking: Id,
        response: Response,
        known: IfMatch = None,
        key: ApiKey = needs(Scope.BOOKINGS_WRITE),  # noqa: B008
        backend: Backend = Depends(backend_of),  # noqa: B008
    ) -> None:
        self.booking, self.known, self.key, self.backend = booking, known, key, backend
        self._response = response

    def make(self, effect: Callable[[Backend], BookingView]) -> BookingOut:
        """Carry it out; the booking as it is then. Raises Refused."""
        table, tenant = bookings.booking, self.key.tenant
        view = changed(self.backend, table, tenant, self.booking, self.known, effect)
        self._response.headers.update(tagged(view.rev))
        return booking_out(view, self.key, self.backend.public_url)


_CHANGE = Depends(Change)


@router.post("/move")
def move_booking(to: TimeIn, change: Change = _CHANGE) -> BookingOut:
    """Move a booking to another free time."""

    def effect(backend: Backend) -> BookingView:
        minutes = to.minutes or reading.booking(backend, change.booking).minutes
        office = office_named(backend, change.key.tenant, to.office).id
        time = FreeTime(to.start, minutes, office, to.specialist)
        return changing.move(backend, change.key.actor, change.booking, time)

    return change.make(effect)


@router.post("/cancel")
def cancel_booking(why: CancelIn, change: Change = _CHANGE) -> BookingOut:
    """Cancel a booking; its time is free again."""
    actor, booking = change.key.actor, change.booking
    return change.make(lambda backend: changing.cancel(backend, actor, booking, why.reason))


@router.post("/hand-over")
def hand_over_booking(to: HandOverIn, change: Change = _CHANGE) -> BookingOut:
    """Give a booking to another specialist, at the same time."""
    actor, booking = change.key.actor, change.booking
    return change.make(lambda backend: changing.hand_over(backend, actor, booking, to.specialist))


@router.post("/reassign")
def reassign_booking(to: ReassignIn, change: Change = _CHANGE) -> BookingOut:
    """Give the time to another client. Pass, code, link, answers and note of the first end."""
    actor, booking = change.key.actor, change.booking
    return change.make(lambda backend: changing.reassign(backend, actor, booking, to.client))


@router.post("/mark")
def mark_booking(how: MarkIn, change: Change = _CHANGE) -> BookingOut:
    """Say that a booking is done, or that the client did not come."""
    actor, booking, status = change.key.actor, change.booking, BookingStatus(how.status)
    return change.make(lambda backend: changing.mark(backend, actor, booking, status))
