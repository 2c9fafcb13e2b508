"""What each kind of event does. Every event has an outcome; none is refused (offline_sync §3.4)."""

from collections.abc import Callable

from sqlalchemy import update

from vuoro.booking.fleet import commands, leases, ticketing
from vuoro.booking.fleet.arriving import APPLIED, NOOP, Outcome, arrive, merge, new_visit
from vuoro.booking.fleet.attention import Item
from vuoro.booking.fleet.batch import Batch
from vuoro.booking.fleet.payload import ArrivalTold, Fact, Parts, TicketTold, id_in
from vuoro.booking.store.tables import fleet
from vuoro.core.wire.sync import EventStatus

DEFERRED = Outcome(EventStatus.DEFERRED)
Effect = Callable[[Batch, Fact, Parts], Outcome]


def apply(batch: Batch, fact: Fact) -> Outcome:
    """The outcome of an event; its effect is in the batch."""
    if not fact.is_known:
        return DEFERRED
    if fact.parts is None:
        return noted(batch, fact, "unreadable_event")
    if fact.parts.redacted:
        return NOOP
    subject = fact.event.type.partition(".")[0]
    return _EFFECTS.get(subject, _nothing)(batch, fact, fact.parts)


def noted(batch: Batch, fact: Fact, kind: str) -> Outcome:
    """Recorded as it is, and somebody must look at it."""
    device = batch.device
    item = Item(
        device.tenant, device.office, kind, fact.event.id, batch.work.now_ms, fact.event.id,
        device=device.id, facts={"type": fact.event.type, "day": fact.event.day},
    )  # fmt: skip
    return Outcome(EventStatus.NOTED, None, kind, batch.attend(item))


def _line(batch: Batch, fact: Fact, parts: Parts) -> Outcome:
    arrival, ticket = parts.arrival, parts.ticket
    if arrival is None and ticket is None:
        return noted(batch, fact, "unreadable_event")
    came = _merged(batch, fact, parts)
    if came is None:
        came = arrive(batch, fact, arrival or _implied(batch, ticket))
    if ticket is None:
        return came
    moved = ticketing.put(batch, fact, ticket)
    return moved if came in (APPLIED, NOOP) else came


def _merged(batch: Batch, fact: Fact, parts: Parts) -> Outcome | None:
    """Two tickets are one person's: a desk says so (row 10), or a leader (row 2)."""
    if parts.into is None or parts.arrival is None:
        return None
    kept = batch.visit(parts.into)
    if kept is None:
        return None
    # The leader's word of a second kiosk's arrival may come before that kiosk's own.
    lost = batch.known.visits.get(parts.arrival.id) or new_visit(batch, fact, parts.arrival)
    if kept.id == lost.id or lost.merged_into is not None:
        return NOOP
    if kept.booking is not None and lost.booking is not None:
        # Two bookings of one person: the client has come to both.
        return APPLIED
    return merge(batch, fact, lost, kept)


def _implied(batch: Batch, ticket: TicketTold | None) -> ArrivalTold:
    """A ticket tells of its arrival as well, where nothing else has."""
    assert ticket is not None, "one of the two is there"
    known = batch.known.visits.get(ticket.arrival)
    claimed = known.claimed if known is not None else ticket.booking
    return ArrivalTold(ticket.arrival, ticket.day, ticket.arrived_at, booking=claimed)


def _day(batch: Batch, fact: Fact, parts: Parts) -> Outcome:
    told = parts.service_day
    if told is None:
        return noted(batch, fact, "unreadable_event")
    row = batch.days.setdefault(told.day, {"opened_at": None, "closed_at": None})
    row["opened_at"] = told.opened_at
    if told.closed_at is not None:
        row["closed_at"] = told.closed_at
        batch.known.closed_days.add(told.day)
    return APPLIED


def _spent(batch: Batch, fact: Fact, parts: Parts) -> Outcome:
    arrival = parts.arrival.id if parts.arrival is not None else ""
    visit = batch.visit(arrival) if arrival else None
    by = visit.id if visit is not None else None
    known = leases.spend(batch.work, batch.device, id_in(parts.lease), by)
    return APPLIED if known else NOOP


def _command(batch: Batch, fact: Fact, parts: Parts) -> Outcome:
    done = commands.finished(
        batch.work, batch.device, parts.command or "", parts.result, parts.public_key
    )
    return APPLIED if done else NOOP


def _sync(batch: Batch, fact: Fact, parts: Parts) -> Outcome:
    """In the place of an event that we failed on: it came, or comes, by ``quarantine``."""
    if fact.event.type != "sync.quarantined":
        return NOOP
    q = fleet.quarantine.c
    there = update(fleet.quarantine).where(q.event_id == parts.event_id)
    batch.work.sql.execute(there.values(reason="replaced"))
    return NOOP


def _nothing(batch: Batch, fact: Fact, parts: Parts) -> Outcome:
    """Of the lobby's own concern only; the record is enough."""
    return NOOP


_EFFECTS: dict[str, Effect] = {
    "ticket": _line,
    "visit": _line,
    "day": _day,
    "lease": _spent,
    "command": _command,
    "sync": _sync,
}
