"""Looks up free times: few queries, then the pure function."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, RowMapping, select

from vuoro.booking.backend import Backend, Refused, from_ms
from vuoro.booking.domain.cells import CELL_MINUTES, cell_at, cells_of, moment_at
from vuoro.booking.domain.free_times import Calendar, Search, fits, free_times
from vuoro.booking.domain.hours import OfficeHours
from vuoro.booking.domain.values import FreeTime, ServiceView, Wanted
from vuoro.booking.service.directory import (
    area,
    areas,
    offered,
    offices,
    service,
    service_view,
    services,
    specialist,
    specialists,
)
from vuoro.booking.service.guard import Slot
from vuoro.booking.service.loading import office_hours, with_cells, working
from vuoro.booking.service.refusals import no_such, not_bookable
from vuoro.booking.store.tables import calendar
from vuoro.core.clock import local
from vuoro.core.wire.desk import Channel

__all__ = [
    "area", "areas", "find_times", "offered", "offices", "service", "services", "specialist",
    "specialists",
]  # fmt: skip

MOST_DAYS = 92
STAFF_LATE = timedelta(hours=1)


def find_times(backend: Backend, wanted: Wanted) -> Sequence[FreeTime]:
    """Free times by start, office and specialist.

    Refused: no_such_service; bad_days of more than 92 or backwards; bad_minutes off the grid.
    """
    with backend.read() as sql:
        own = _service(sql, wanted)
        search = _search(own, wanted, backend.now_ms)
        calendars, hours = _who_and_where(sql, own, search, wanted)
        occupied = with_cells(sql, calendars, search.first, search.last, backend.now_ms)
    return free_times(search, occupied, hours)


def bookable(
    sql: Connection,
    now_ms: int,
    tenant: str,
    service_id: str,
    channel: Channel,
    time: FreeTime,
    *,
    for_staff: bool,
) -> Slot:
    """The time as a slot, if working hours and rules allow it, whoever may have it now.

    Staff may book what began within the hour: a meeting handed over late, or had unannounced.
    Refused: not_bookable, no_such_service, bad_minutes.
    """
    day = local(time.start).date()
    around = day - timedelta(days=1), day + timedelta(days=1)
    wanted = Wanted(
        tenant, service_id, channel, *around, (time.office,), (time.specialist,),
        for_staff=for_staff, minutes=time.minutes,
    )  # fmt: skip
    own = _service(sql, wanted)
    search = _search(own, wanted, now_ms)
    if for_staff:
        search = replace(search, earliest=search.earliest - STAFF_LATE)
    calendars, hours = _who_and_where(sql, own, search, wanted)
    if not calendars or not fits(search, calendars[0], hours, time.start):
        raise not_bookable()
    return slot_of(service_view(own), time)


def slot_of(own: ServiceView, time: FreeTime) -> Slot:
    """The cells that a meeting of a service takes, allowed or not."""
    cells = cells_of(time.start, time.minutes, own.buffer_before, own.buffer_after)
    return Slot(own.tenant, time.specialist, cells)


def slot_of_service(sql: Connection, service_id: str, time: FreeTime) -> Slot:
    """``slot_of`` for whom the service isn't at hand."""
    table = calendar.service
    row = sql.execute(select(table).where(table.c.id == service_id)).mappings().one()
    return slot_of(service_view(row), time)


def _service(sql: Connection, wanted: Wanted) -> RowMapping:
    table = calendar.service
    query = select(table).where(
        table.c.id == wanted.service, table.c.tenant == wanted.tenant, table.c.active
    )
    found = sql.execute(query).mappings().first()
    if found is None or not (found["public"] or wanted.for_staff):
        raise no_such("service")
    return found


def _search(own: RowMapping, wanted: Wanted, now_ms: int) -> Search:
    days = (wanted.last - wanted.first).days + 1
    if not 1 <= days <= MOST_DAYS:
        raise Refused("bad_days", f"Ask for 1 to {MOST_DAYS} days at once.", 422)
    minutes = own["minutes"]
    if wanted.minutes is not None and wanted.minutes != minutes:
        if not wanted.for_staff or wanted.minutes not in range(5, 121, CELL_MINUTES):
            raise Refused("bad_minutes", "A meeting takes 5, 10, 15 … 120 minutes.", 422)
        minutes = wanted.minutes
    now = from_ms(now_ms)
    today = local(now).date()
    first, last, earliest = max(wanted.first, today), wanted.last, moment_at(cell_at(now))
    if not wanted.for_staff:
        last = min(last, today + timedelta(days=own["max_days_ahead"]))
        earliest = now + timedelta(minutes=own["min_notice_minutes"])
    return Search(
        service=own["id"],
        channel=wanted.channel,
        minutes=minutes,
        first=first,
        last=max(last, first - timedelta(days=1)),
        earliest=earliest,
        before=own["buffer_before"],
        after=own["buffer_after"],
        for_staff=wanted.for_staff,
    )


def _who_and_where(
    sql: Connection, own: RowMapping, search: Search, wanted: Wanted
) -> tuple[list[Calendar], dict[str, OfficeHours]]:
    """Who can give the meeting, and the hours of the offices where it can be given."""
    if search.last < search.first or wanted.channel not in own["channels"]:
        return [], {}
    if wanted.language and wanted.language not in own["languages"]:
        return [], {}
    hours = office_hours(sql, wanted.tenant)
    places = {key: hours[key] for key in _places(sql, own, wanted) if key in hours}
    return working(sql, _able(sql, own, wanted), search.first, search.last), places


def _places(sql: Connection, own: RowMapping, wanted: Wanted) -> list[str]:
    link = calendar.office_service.c
    query = select(link.office, link.channels).where(link.service == own["id"])
    if wanted.offices:
        query = query.where(link.office.in_(wanted.offices))
    return [
        office
        for office, channels in sql.execute(query)
        if not channels or wanted.channel in channels
    ]


def _able(sql: Connection, own: RowMapping, wanted: Wanted) -> list[str]:
    """The specialists with the skills, the channel and the language."""
    who, link = calendar.specialist, calendar.specialist_service
    query = (
        select(who.c.id, who.c.skills, who.c.channels, who.c.languages)
        .join(link, link.c.specialist == who.c.id)
        .where(link.c.service == own["id"], who.c.tenant == wanted.tenant, who.c.active)
    )
    if wanted.specialists:
        query = query.where(who.c.id.in_(wanted.specialists))
    return [
        key
        for key, skills, channels, languages in sql.execute(query)
        if set(own["skills"]) <= set(skills)
        and wanted.channel in channels
        and (not wanted.language or wanted.language in languages)
    ]
