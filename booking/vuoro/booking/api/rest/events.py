"""What happened to bookings, in order, for systems that ask instead of being told."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from sqlalchemy import select

from vuoro.booking.api.rest.docs import refusals
from vuoro.booking.api.rest.door import backend_of, needs
from vuoro.booking.api.rest.kinds import IdOut, Moment, Optional, Wire
from vuoro.booking.api.rest.paging import Cursor, Limit, cursor_of, cut, key_of_cursor
from vuoro.booking.backend import Backend, from_ms
from vuoro.booking.service.api_keys import ApiKey, Scope
from vuoro.booking.service.following import settled_after
from vuoro.booking.store.tables import bookings

router = APIRouter(tags=["events"])
_event = bookings.booking_event


class EventOut(Wire):
    """Something that happened; read the booking for how it is now."""

    sequence: int
    type: str = Field(examples=["booking.moved"])
    booking: IdOut
    revision: int = Field(description="The booking's `rev` afterwards")
    at: Moment


class FeedOut(Wire):
    """The next events, and where to go on: at once while there are more, else later."""

    items: list[EventOut]
    cursor: str = Field(description="Send it next time; there is one even if nothing happened")
    more: bool


class FeedQuery(Wire):
    """From where."""

    cursor: Cursor | Optional = None
    limit: Limit = 100


@router.get("/events", responses=refusals(404))
def list_events(
    query: Annotated[FeedQuery, Query()],
    key: ApiKey = needs(Scope.BOOKINGS_READ),  # noqa: B008
    backend: Backend = Depends(backend_of),  # noqa: B008
) -> FeedOut:
    """Events after a cursor, in order; none is passed over. Without one from the beginning."""
    after = int(key_of_cursor(query.cursor, int)[0]) if query.cursor is not None else 0
    settled = settled_after(backend, after)
    if settled is None:
        return FeedOut(items=[], cursor=cursor_of((after,)), more=False)
    found = select(_event).where(
        _event.c.tenant == key.tenant, _event.c.n > after, _event.c.n <= settled
    )
    with backend.read() as sql:
        rows = sql.execute(found.order_by(_event.c.n).limit(query.limit + 1)).all()
    some, more = cut(rows, query.limit)
    last = some[-1].n if more else settled
    return FeedOut(
        items=[
            EventOut(
                sequence=row.n, type=f"booking.{row.kind}", booking=row.booking,
                revision=row.rev, at=from_ms(row.at),
            )
            for row in some
        ],
        cursor=cursor_of((last,)),
        more=more,
    )  # fmt: skip
