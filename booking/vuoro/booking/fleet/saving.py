"""Write what a batch of events changed, a table at a time."""

from dataclasses import fields
from typing import Any

from sqlalchemy import insert, update

from vuoro.booking.domain.values import BookingStatus
from vuoro.booking.fleet import attention
from vuoro.booking.fleet.batch import Batch, TicketRow, Visit
from vuoro.booking.fleet.writing import upsert
from vuoro.booking.store.inserting import insert_new
from vuoro.booking.store.tables import bookings, fleet

_VISIT = [field.name for field in fields(Visit)]
_TICKET = [field.name for field in fields(TicketRow)]


def save(batch: Batch) -> None:
    """Write it all, and let the office's stream say which visits are others now."""
    _visits(batch)
    tickets = [batch.known.tickets[key] for key in sorted(batch.changed_tickets)]
    rows = [{name: getattr(ticket, name) for name in _TICKET} for ticket in tickets]
    upsert(batch.work, fleet.ticket, rows, same="office")
    _bookings(batch)
    attention.write(batch.work, batch.items.values())
    _days(batch)


def _visits(batch: Batch) -> None:
    rows = []
    for key, before in batch.seen_visits.items():
        visit = batch.known.visits[key]
        row = {name: getattr(visit, name) for name in _VISIT}
        row |= {"flags": list(visit.flags), "rev": before + (key in batch.told_visits)}
        rows.append(row)
        if key in batch.told_visits:
            batch.work.tell(visit.office, "visit", key, row["rev"])
    # Who gives a booking up comes before who gets it: one visit has it at any moment.
    rows.sort(key=lambda row: (row["booking"] is not None, row["id"]))
    upsert(batch.work, fleet.visit, rows, same="office")


def _bookings(batch: Batch) -> None:
    sql, b, a = batch.work.sql, bookings.booking, fleet.attention
    for status in BookingStatus:
        ids = sorted(key for key, now in batch.bookings_now.items() if now is status)
        if ids:
            sql.execute(update(b).where(b.c.id.in_(ids)).values(status=status.value))
    if batch.happenings:
        sql.execute(insert(bookings.booking_event), batch.happenings)
    if batch.arrived:
        answered = a.c.booking.in_(batch.arrived) & (a.c.kind == "absence_unknown")
        values = {"resolved_at": batch.work.now_ms, "resolution": "came", "resolved_by": "device"}
        sql.execute(update(a).where(answered, a.c.resolved_at.is_(None)).values(values))


def _days(batch: Batch) -> None:
    device = batch.device
    about = {"office": device.office, "tenant": device.tenant, "device": device.id}
    rows: list[dict[str, Any]] = [{**about, "day": d, **batch.days[d]} for d in sorted(batch.days)]
    upsert(batch.work, fleet.service_day, [row for row in rows if row["closed_at"] is not None])
    insert_new(batch.work.sql, fleet.service_day, [row for row in rows if row["closed_at"] is None])
