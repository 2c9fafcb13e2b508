"""Read at once what a batch of events is about."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import func, or_, select, tuple_

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
    known.closed_days = _closed_days(work, device, {p.ticket.day for p in parts if p.ticket})
    leader = select(fleet.site.c.leader_epoch).where(fleet.site.c.office == device.office)
    known.leader_epoch = work.sql.execute(leader).scalar_one()
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
    v = fleet.visit.c
    query = select(v.booking).where(
        v.id.in_(arrivals), v.office == device.office, v.booking.is_not(None)
    )
    return set(work.sql.execute(query).scalars())


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
    e = fleet.erased.c
    query = select(e.entity_hash).where(e.entity_hash.in_(hashes), e.tenant == device.tenant)
    return frozenset(hashes[found] for found in work.sql.execute(query).scalars())


def _services(work: Work, device: Device) -> dict[str, bool]:
    s = calendar.service.c
    query = select(s.slug, s.active).where(s.tenant == device.tenant)
    return {row.slug: row.active for row in work.sql.execute(query)}


def _closed_days(work: Work, device: Device, days: set[str]) -> set[str]:
    d = fleet.service_day.c
    query = select(d.day).where(
        d.office == device.office, d.day.in_(days), d.closed_at.is_not(None)
    )
    return set(work.sql.execute(query).scalars()) if days else set()
