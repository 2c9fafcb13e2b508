"""Bring the description of an area into the database; again and again, it only brings the news."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Table, delete, insert, select, update

from vuoro.booking.area import Area, HoursEntry, OfficeEntry, SpecialistEntry
from vuoro.booking.backend import Backend
from vuoro.booking.store import Work
from vuoro.booking.store.tables import calendar, fleet
from vuoro.core.opening_hours import DAYS


class NotOfThisArea(Exception):
    """The description uses an id that another area has; the message says which."""


def furnish(backend: Backend, area: Area) -> None:
    """Write an area: what is new is added, what is there is changed, nothing is taken away.

    Weekly hours of the specialists named are replaced by those of the description. Raises
    NotOfThisArea, and has then changed nothing.
    """
    with backend.begin() as work:
        _put(work, calendar.tenant, {"id": area.id, "slug": area.slug, "name": area.name})
        for office in area.offices:
            _office(work, area, office)
        for service in area.services:
            values = {**asdict(service), "tenant": area.id, "active": True}
            _put(work, calendar.service, values)
        for office in area.offices:
            _offers(work, area, office)
        for specialist in area.specialists:
            _specialist(backend, work, area, specialist)


def _office(work: Work, area: Area, office: OfficeEntry) -> None:
    plain = asdict(office)
    values = {k: v for k, v in plain.items() if k not in ("counters", "services", "walk_in_leases")}
    _put(work, calendar.office, {**values, "tenant": area.id, "active": True})
    found = select(fleet.site.c.office).where(fleet.site.c.office == office.id)
    if work.sql.execute(found).first() is None:
        work.sql.execute(insert(fleet.site), {"office": office.id, "tenant": area.id})
    for position, name in enumerate(office.counters, start=1):
        row = {"id": f"{office.id}:{position}", "tenant": area.id, "office": office.id}
        _put(work, calendar.counter, {**row, "label": str(position), "name": name})


def _offers(work: Work, area: Area, office: OfficeEntry) -> None:
    for service in area.services:
        if office.services and service.slug not in office.services:
            continue
        row = {"office": office.id, "service": service.id, "tenant": area.id}
        leases = office.walk_in_leases.get(service.slug, 0)
        _put(work, calendar.office_service, {**row, "channels": [], "walk_in_leases": leases})


def _specialist(backend: Backend, work: Work, area: Area, who: SpecialistEntry) -> None:
    plain = asdict(who)
    values = {k: v for k, v in plain.items() if k not in ("services", "hours")}
    values |= {"tenant": area.id, "office": area.office(who.office).id, "active": True}
    _put(work, calendar.specialist, values)
    for slug in who.services:
        row = {"specialist": who.id, "service": area.service(slug).id, "tenant": area.id}
        _put(work, calendar.specialist_service, row)
    hours = calendar.working_hours
    work.sql.execute(delete(hours).where(hours.c.specialist == who.id))
    rows = [row for block in who.hours for row in _hours(backend, area, who, block)]
    if rows:
        work.sql.execute(insert(hours), rows)


def _hours(
    backend: Backend, area: Area, who: SpecialistEntry, block: HoursEntry
) -> list[dict[str, Any]]:
    plain = {k: v for k, v in asdict(block).items() if k not in ("days", "office", "services")}
    shared = {
        **plain,
        "tenant": area.id,
        "specialist": who.id,
        "office": area.office(block.office or who.office).id,
        "services": [area.service(slug).id for slug in block.services],
    }
    days = [DAYS.index(day) for day in block.days]
    return [{**shared, "id": str(backend.ids.thing()), "weekday": day} for day in days]


def _put(work: Work, table: Table, values: dict[str, Any]) -> None:
    same = [column == values[column.name] for column in table.primary_key]
    found = work.sql.execute(select(table).where(*same)).mappings().first()
    if found is None:
        work.sql.execute(insert(table), values)
    elif found.get("tenant") != values.get("tenant"):
        raise NotOfThisArea(f'id = "{found["id"]}": is of another area. Give this one its own.')
    else:
        work.sql.execute(update(table).where(*same).values(values))
