"""Bookings: listed, read, made."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy import select, tuple_

from vuoro.booking.api.rest.booking_wire import (
    BookingIn,
    BookingOut,
    BookingsQuery,
    ClientRef,
    booking_out,
)
from vuoro.booking.api.rest.calendar import office_named
from vuoro.booking.api.rest.docs import made, read, refusals
from vuoro.booking.api.rest.door import backend_of, needs
from vuoro.booking.api.rest.kinds import Id
from vuoro.booking.api.rest.once import Answer, CommandKey, once
from vuoro.booking.api.rest.paging import Page, cursor_of, cut, key_of_cursor
from vuoro.booking.api.rest.revisions import tagged
from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import FreeTime, NewBooking
from vuoro.booking.service import directory, reading
from vuoro.booking.service.api_keys import ApiKey, Scope
from vuoro.booking.service.booking import book_at
from vuoro.booking.service.refusals import no_such
from vuoro.booking.store.tables import bookings

router = APIRouter(tags=["bookings"])
_READS = needs(Scope.BOOKINGS_READ)
_WRITES = needs(Scope.BOOKINGS_WRITE)
_BACKEND = Depends(backend_of)
_booking = bookings.booking


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
    view = reading.booking(backend, booking)
    if view.tenant != key.tenant:
        raise no_such("booking")
    response.headers.update(tagged(view.rev))
    return booking_out(view, key, backend.public_url)


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
