"""Read at once what a batch of events is about."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import bindparam, func, or_, select, tuple_

from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import BookingStatus
from vuoro.booking.fleet.batch import PASS, Batch, Known, TicketRow, Visit
from vuoro.booking.fleet.devices import Device
from vuoro.booking.fleet.erasing import erased_hash
from vuoro.booking.fleet.judging import Booked
from vuoro.booking.fleet.payload import Fact, Parts
from vuoro.booking.store import Work
from vuoro.booking.store.tables import bookings, calendar, fleet

_VISIT = [fleet.visit.c[field.name] for field in fields(Visit)]
_TICKET = [fleet.ticket.c[field.name] for field in fields(TicketRow)]
_BOOKED = [
    bookings.booking.c[name]
    for name in ("id", "office", "starts_at", "day", "status", "cancelled_by", "changed_at", "rev",
                 "pass_id", "specialist")
]  # fmt: skip

# Made once: a push of a single event spends as much on making statements as on its effect.
_v, _e, _s = fleet.visit.c, fleet.erased.c, calendar.service.c
_BOOKED_BY = select(_v.booking).where(
    _v.id.in_(bindparam("arrivals", expanding=True)),
    _v.office == bindparam("office"),
    _v.booking.is_not(None),
)
_ERASED = select(_e.entity_hash).where(
    _e.entity_hash.in_(bindparam("hashes", expanding=True)), _e.tenant == bindparam("tenant")
)
_SERVICES = select(_s.slug, _s.active).where(_s.tenant == bindparam("tenant"))
_site, _day = fleet.site.c, fleet.service_day.c
_closed = (_day.office == _site.office) & _day.day.in_(bindparam("days", expanding=True))
_OFFICE = (
    select(_site.leader_epoch, _day.day)
    .outerjoin(fleet.service_day, _closed & _day.closed_at.is_not(None))
    .where(_site.office == bindparam("office"))
)
"""The number of the leader, with each of these days that is closed."""


def gather(backend: Backend, work: Work, device: Device, facts: Sequence[Fact]) -> Batch:
    """The working set of a batch; its bookings are locked until the transaction ends."""
    parts = [fact.parts for fact in facts if fact.is_known and fact.parts is not None]
    batch = Batch(backend, work, device, Known())
    arrivals = _arrivals(parts)
    if not arrivals:
        return batch
    claims = _claims(parts)
    known = batch.known
    known.bookings = _bookings(backend, work, device, claims | _booked_by(work, device, arrivals))
    known.visits = _visits(work, device, arrivals, known.bookings)
    known.tickets = _tickets(work, device, parts, arrivals)
    known.numbers = _numbers(work, device, parts)
    known.erased = _erased(work, device, claims)
    known.services = _services(work, device)
    days = {part.ticket.day for part in parts if part.ticket is not None}
    about = {"office": device.office, "days": sorted(days)}
    for leader_epoch, day in work.sql.execute(_OFFICE, about):
        known.leader_epoch = leader_epoch
        known.closed_days |= {day} - {None}
    return batch


def _arrivals(parts: Iterable[Parts]) -> set[str]:
    found = {part.arrival.id for part in parts if part.arrival is not None}
    found |= {part.into for part in parts if part.into is not None}
    return found | {part.ticket.arrival for part in parts if part.ticket is not None}


def _claims(parts: Iterable[Parts]) -> set[str]:
    claims = {part.arrival.booking for part in parts if part.arrival is not None}
    claims |= {part.ticket.booking for part in parts if part.ticket is not None}
    return {claim for claim in claims if claim is not None}


def _booked_by(work: Work, device: Device, arrivals: set[str]) -> set[str]:
    """The bookings of visits that are known already."""
    about = {"arrivals": sorted(arrivals), "office": device.office}
    return set(work.sql.execute(_BOOKED_BY, about).scalars())


def _bookings(backend: Backend, work: Work, device: Device, claims: set[str]) -> dict[str, Booked]:
    ids = sorted(claim for claim in claims if not claim.startswith(PASS))
    passes = sorted(claim.removeprefix(PASS) for claim in claims if claim.startswith(PASS))
    if not claims:
        return {}
    b = bookings.booking.c
    which = or_(b.id.in_(ids), b.pass_id.in_(passes)) if passes else b.id.in_(ids)
    query = select(*_BOOKED).where(b.tenant == device.tenant, which).order_by(b.id)
    rows = {
        row.id: {**row._mapping, "status": BookingStatus(row.status)}
        for row in work.sql.execute(backend.db.for_update(query))
    }
    for row_id, rev, at in _reassigned(work, rows):
        rows[row_id] |= {"reassigned_rev": rev, "reassigned_at": at}
    return {row_id: Booked(**row) for row_id, row in rows.items()}


def _reassigned(work: Work, ids: Iterable[str]) -> list[Any]:
    """When a booking was last given to another client."""
    wanted = list(ids)
    if not wanted:
        return []
    e = bookings.booking_event.c
    query = select(e.booking, func.max(e.rev), func.max(e.at))
    query = query.where(e.booking.in_(wanted), e.kind == "reassigned").group_by(e.booking)
    return list(work.sql.execute(query))


def _visits(
    work: Work, device: Device, arrivals: set[str], booked: dict[str, Booked]
) -> dict[str, Visit]:
    v = fleet.visit.c
    mine = v.id.in_(arrivals) & (v.office == device.office)
    standing = v.booking.in_(booked) & v.voided_at.is_(None)
    found = _read_visits(work, or_(mine, standing) if booked else mine)
    while missing := {visit.merged_into for visit in found.values()} - {None, *found}:
        found |= _read_visits(work, v.id.in_(missing))
    return found


def _read_visits(work: Work, where: Any) -> dict[str, Visit]:
    rows = work.sql.execute(select(*_VISIT).where(where))
    return {row.id: Visit(**{**row._mapping, "flags": tuple(row.flags)}) for row in rows}


def _tickets(
    work: Work, device: Device, parts: Iterable[Parts], arrivals: set[str]
) -> dict[str, TicketRow]:
    t = fleet.ticket.c
    ids = {part.ticket.id for part in parts if part.ticket is not None}
    which = or_(t.id.in_(ids), t.visit.in_(arrivals))
    rows = work.sql.execute(select(*_TICKET).where(which, t.office == device.office))
    return {row.id: TicketRow(**row._mapping) for row in rows}


def _numbers(work: Work, device: Device, parts: Iterable[Parts]) -> dict[tuple[str, str, int], str]:
    t = fleet.ticket.c
    told = [part.ticket for part in parts if part.ticket is not None and part.arrival is not None]
    keys = sorted({(ticket.day, ticket.series, ticket.n) for ticket in told})
    if not keys:
        return {}
    query = select(t.day, t.series, t.n, t.arrival).where(t.office == device.office)
    rows = work.sql.execute(query.where(tuple_(t.day, t.series, t.n).in_(keys)).order_by(t.id))
    return {(row.day, row.series, row.n): row.arrival for row in rows}


def _erased(work: Work, device: Device, claims: set[str]) -> frozenset[str]:
    """Those of bookings whose client was erased."""
    if not claims:
        return frozenset()
    hashes = {erased_hash(claim): claim for claim in claims}
    found = work.sql.execute(_ERASED, {"hashes": list(hashes), "tenant": device.tenant})
    return frozenset(hashes[each] for each in found.scalars())


def _services(work: Work, device: Device) -> dict[str, bool]:
    rows = work.sql.execute(_SERVICES, {"tenant": device.tenant})
    return {row.slug: row.active for row in rows}
