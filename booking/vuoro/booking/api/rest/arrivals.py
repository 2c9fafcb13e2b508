"""Who has come, as the lobbies tell it; also what they tell hours later."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from sqlalchemy import select, tuple_

from vuoro.booking.api.rest.calendar import office_named
from vuoro.booking.api.rest.docs import refusals
from vuoro.booking.api.rest.door import backend_of, needs
from vuoro.booking.api.rest.kinds import Day, Id, IdOut, Moment, Name, Optional, Wire
from vuoro.booking.api.rest.paging import Cursor, Limit, Page, cursor_of, cut, key_of_cursor
from vuoro.booking.backend import Backend, from_ms
from vuoro.booking.service.api_keys import ApiKey, Scope
from vuoro.booking.store.tables import fleet

router = APIRouter(tags=["arrivals"])
_visit = fleet.visit


class ArrivalOut(Wire):
    """A person was in a lobby, with or without a booking."""

    id: IdOut
    office: IdOut
    day: Day
    arrived_at: Moment
    how: str = Field(description="pass, code, identity, walk_in …")
    booking: str | None = Field(description="The booking, once it is known")
    state: str = Field(description="waiting, called, serving, done, left …")
    taken_back: bool = Field(description="It turned out not to have happened, or to be another's")


class ArrivalsQuery(Wire):
    """Which arrivals; days are of the lobby, in Finland."""

    first: Day | Optional = Field(None, alias="from")
    last: Day | Optional = Field(None, alias="to")
    office: Name | Optional = None
    booking: Id | Optional = None
    cursor: Cursor | Optional = None
    limit: Limit = 100


@router.get("/arrivals", responses=refusals(404))
def list_arrivals(
    query: Annotated[ArrivalsQuery, Query()],
    key: ApiKey = needs(Scope.ARRIVALS_READ),  # noqa: B008
    backend: Backend = Depends(backend_of),  # noqa: B008
) -> Page[ArrivalOut]:
    """Arrivals by day and time. A lobby without network tells of its own later."""
    found = select(_visit).where(_visit.c.tenant == key.tenant)
    if query.first is not None:
        found = found.where(_visit.c.day >= query.first.isoformat())
    if query.last is not None:
        found = found.where(_visit.c.day <= query.last.isoformat())
    if query.office is not None:
        found = found.where(_visit.c.office == office_named(backend, key.tenant, query.office).id)
    if query.booking is not None:
        found = found.where(_visit.c.booking == query.booking)
    order = (_visit.c.day, _visit.c.arrived_at, _visit.c.id)
    if query.cursor is not None:
        found = found.where(tuple_(*order) > key_of_cursor(query.cursor, str, int, str))
    with backend.read() as sql:
        rows = sql.execute(found.order_by(*order).limit(query.limit + 1)).all()
    some, more = cut(rows, query.limit)
    last = some[-1] if more else None
    return Page(
        items=[
            ArrivalOut(
                id=row.id, office=row.office, day=date.fromisoformat(row.day),
                arrived_at=from_ms(row.arrived_at),
                how=row.how, booking=row.booking, state=row.state,
                taken_back=row.voided_at is not None,
            )
            for row in some
        ],
        next=cursor_of((last.day, last.arrived_at, last.id)) if last else None,
    )  # fmt: skip
