"""Bookings: listed, read, made, moved, cancelled, handed over, marked."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy import select, tuple_

from vuoro.booking.api.rest.booking_wire import (
    BookingIn,
    BookingOut,
    BookingsQuery,
    CancelIn,
    ClientRef,
    HandOverIn,
    MarkIn,
    ReassignIn,
    TimeIn,
    booking_out,
)
from vuoro.booking.api.rest.calendar import office_named
from vuoro.booking.api.rest.docs import made, read, refusals
from vuoro.booking.api.rest.door import backend_of, needs
from vuoro.booking.api.rest.kinds import Id
from vuoro.booking.api.rest.once import Answer, CommandKey, once
from vuoro.booking.api.rest.paging import Page, cursor_of, cut, key_of_cursor
from vuoro.booking.api.rest.revisions import IfMatch, changed, tagged
from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import BookingStatus, BookingView, FreeTime, NewBooking
from vuoro.booking.service import changing, directory, reading
from vuoro.booking.service.api_keys import ApiKey, Scope
from vuoro.booking.service.booking import book_at
from vuoro.booking.service.refusals import no_such
from vuoro.booking.store.tables import bookings

router = APIRouter(tags=["bookings"])
_READS = needs(Scope.BOOKINGS_READ)
_WRITES = needs(Scope.BOOKINGS_WRITE)
_BACKEND = Depends(backend_of)
_booking = bookings.booking
_CHANGE = {**read(), **refusals(404, 409, 412)}


@router.get("/bookings", responses=refusals(404))
def list_bookings(
    query: Annotated[BookingsQuery, Query()], key: ApiKey = _READS, backend: Backend = _BACKEND
) -> Page[BookingOut]:
    """Bookings by start; one that is moved while you read may be missed: follow the events."""
    found = select(_booking).where(_booking.c.tenant == key.tenant)
    if query.first is not None:
        found = found.where(_booking.c.day >= query.first.isoformat())
    if query.last is not None:
        found = found.where(_booking.c.day <= query.last.isoformat())
    if query.office is not None:
        found = found.where(_booking.c.office == office_named(backend, key.tenant, query.office).id)
    if query.service is not None:
        own = directory.service(backend, key.tenant, query.service)
        found = found.where(_booking.c.service == own.id)
    for column, wanted in (
        (_booking.c.specialist, query.specialist),
        (_booking.c.client, query.client),
        (_booking.c.status, query.status),
    ):
        if wanted is not None:
            found = found.where(column == wanted)
    order = (_booking.c.starts_at, _booking.c.id)
    if query.cursor is not None:
        found = found.where(tuple_(*order) > key_of_cursor(query.cursor, int, str))
    with backend.read() as sql:
        rows = sql.execute(found.order_by(*order).limit(query.limit + 1)).mappings().all()
        some, more = cut(rows, query.limit)
        views = reading.views(backend, sql, some)
    last = some[-1] if more else None
    return Page(
        items=[booking_out(view, key, backend.public_url) for view in views],
        next=cursor_of((last["starts_at"], last["id"])) if last else None,
    )


@router.get("/bookings/{booking}", responses={**read(), **refusals(404)})
def read_booking(
    booking: Id, response: Response, key: ApiKey = _READS, backend: Backend = _BACKEND
) -> BookingOut:
    """One booking."""
    return _told(_mine(backend, key, booking), response, key, backend)


@router.post(
    "/bookings",
    status_code=201,
    response_model=BookingOut,
    responses={**made(), **refusals(404, 409)},
)
def make_booking(
    wanted: BookingIn, command: CommandKey, key: ApiKey = _WRITES, backend: Backend = _BACKEND
) -> Response:
    """Book a free time, for a client who is known here or for a new one."""

    def effect(joined: Backend) -> Answer:
        view = book_at(joined, key.actor, _new(joined, key, wanted))
        body = booking_out(view, key, backend.public_url)
        return Answer(201, body, {"Location": f"bookings/{view.id}", **tagged(view.rev)})

    return once(backend, key, command, ("bookings", wanted), effect)


@router.post("/bookings/{booking}/move", responses=_CHANGE)
def move_booking(
    booking: Id,
    to: TimeIn,
    response: Response,
    known: IfMatch = None,
    key: ApiKey = _WRITES,
    backend: Backend = _BACKEND,
) -> BookingOut:
    """Move a booking to another free time."""

    def effect(joined: Backend) -> BookingView:
        minutes = to.minutes or reading.booking(joined, booking).minutes
        office = office_named(joined, key.tenant, to.office).id
        time = FreeTime(to.start, minutes, office, to.specialist)
        return changing.move(joined, key.actor, booking, time)

    return _change(backend, key, booking, known, effect, response)


@router.post("/bookings/{booking}/cancel", responses=_CHANGE)
def cancel_booking(
    booking: Id,
    why: CancelIn,
    response: Response,
    known: IfMatch = None,
    key: ApiKey = _WRITES,
    backend: Backend = _BACKEND,
) -> BookingOut:
    """Cancel a booking; its time is free again."""

    def effect(joined: Backend) -> BookingView:
        return changing.cancel(joined, key.actor, booking, why.reason)

    return _change(backend, key, booking, known, effect, response)


@router.post("/bookings/{booking}/hand-over", responses=_CHANGE)
def hand_over_booking(
    booking: Id,
    to: HandOverIn,
    response: Response,
    known: IfMatch = None,
    key: ApiKey = _WRITES,
    backend: Backend = _BACKEND,
) -> BookingOut:
    """Give a booking to another specialist, at the same time."""

    def effect(joined: Backend) -> BookingView:
        return changing.hand_over(joined, key.actor, booking, to.specialist)

    return _change(backend, key, booking, known, effect, response)


@router.post("/bookings/{booking}/reassign", responses=_CHANGE)
def reassign_booking(
    booking: Id,
    to: ReassignIn,
    response: Response,
    known: IfMatch = None,
    key: ApiKey = _WRITES,
    backend: Backend = _BACKEND,
) -> BookingOut:
    """Give the time to another client. Pass, code, link, answers and note of the first end."""

    def effect(joined: Backend) -> BookingView:
        return changing.reassign(joined, key.actor, booking, to.client)

    return _change(backend, key, booking, known, effect, response)


@router.post("/bookings/{booking}/mark", responses=_CHANGE)
def mark_booking(
    booking: Id,
    how: MarkIn,
    response: Response,
    known: IfMatch = None,
    key: ApiKey = _WRITES,
    backend: Backend = _BACKEND,
) -> BookingOut:
    """Say that a booking is done, or that the client did not come."""

    def effect(joined: Backend) -> BookingView:
        return changing.mark(joined, key.actor, booking, BookingStatus(how.status))

    return _change(backend, key, booking, known, effect, response)


def _change(
    backend: Backend,
    key: ApiKey,
    booking: str,
    known: str | None,
    effect: Callable[[Backend], BookingView],
    response: Response,
) -> BookingOut:
    view = changed(backend, _booking, key.tenant, booking, known, effect)
    return _told(view, response, key, backend)


def _told(view: BookingView, response: Response, key: ApiKey, backend: Backend) -> BookingOut:
    response.headers.update(tagged(view.rev))
    return booking_out(view, key, backend.public_url)


def _mine(backend: Backend, key: ApiKey, booking: str) -> BookingView:
    view = reading.booking(backend, booking)
    if view.tenant != key.tenant:
        raise no_such("booking")
    return view


def _new(backend: Backend, key: ApiKey, wanted: BookingIn) -> NewBooking:
    own = directory.service(backend, key.tenant, wanted.service)
    office = office_named(backend, key.tenant, wanted.office).id
    known = wanted.client if isinstance(wanted.client, ClientRef) else None
    return NewBooking(
        tenant=key.tenant,
        service=own.id,
        channel=wanted.channel,
        time=FreeTime(wanted.start, wanted.minutes or own.minutes, office, wanted.specialist),
        contact=None if isinstance(wanted.client, ClientRef) else wanted.client.contact(),
        client_id=known.id if known is not None else None,
        answers=tuple((each.question, each.answer) for each in wanted.answers),
        note=wanted.note,
        language=wanted.language,
    )
