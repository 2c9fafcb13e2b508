"""The effect of a ticket: a replica of the lobby's line, and what it means for the booking."""

from dataclasses import replace

from vuoro.booking.domain.values import BookingStatus
from vuoro.booking.fleet.arriving import APPLIED, Outcome
from vuoro.booking.fleet.attention import Item
from vuoro.booking.fleet.batch import Batch, TicketRow, Visit
from vuoro.booking.fleet.judging import Booked, Flag
from vuoro.booking.fleet.payload import Fact, TicketTold
from vuoro.core.wire.sync import EventStatus

_HELD = ("called", "serving")


def put(batch: Batch, fact: Fact, told: TicketTold) -> Outcome:
    """Take over the ticket as it is told, unless something newer is known of it."""
    visit = batch.visit(told.arrival)
    assert visit is not None, "its arrival was taken in before"
    before = batch.known.tickets.get(told.id)
    if before is not None and _is_older(fact, before, batch.device.id):
        return APPLIED
    after = _row(batch, fact, told, visit)
    if before is None or before.visit != after.visit:
        # Its number is one of the visit's now: lobbies must hear.
        batch.seen_visits.setdefault(visit.id, visit.rev)
        batch.told_visits.add(visit.id)
    batch.put_ticket(after)
    if not _is_an_alias(fact, told, visit):
        batch.put_visit(_followed(batch, fact, visit, told), tell=False)
    return _number_taken(batch, fact, told) or _service_gone(batch, fact, told) or APPLIED


def _is_older(fact: Fact, before: TicketRow, device: str) -> bool:
    """A device tells of its own moves in order; between two of them time decides.

    That a number was given never takes back what has happened to it since.
    """
    if fact.event.type == "ticket.issued":
        return True
    return before.device != device and fact.at < before.moved_at


def _is_an_alias(fact: Fact, told: TicketTold, visit: Visit) -> bool:
    """Whether it is only another number of the visit, and says nothing of where the client is."""
    is_late_word = fact.event.type == "ticket.issued" and told.arrival != visit.id
    return told.merged_into is not None or is_late_word


def _row(batch: Batch, fact: Fact, told: TicketTold, visit: Visit) -> TicketRow:
    return TicketRow(
        id=told.id, office=batch.device.office, tenant=batch.device.tenant, day=told.day,
        series=told.series, n=told.n, number=told.number, visit=visit.id, arrival=told.arrival,
        device=batch.device.id, state=told.state, service=told.service,
        counter=told.counter or "", called_at=told.called_at, served_at=told.served_at,
        ended_at=told.ended_at, outcome=told.outcome, moved_at=fact.at,
    )  # fmt: skip


def _followed(batch: Batch, fact: Fact, visit: Visit, told: TicketTold) -> Visit:
    """The visit is where its ticket is; a booking is done when its client was served."""
    visit = replace(visit, state=told.state)
    if batch.known.services.get(told.service) is not True:
        visit = visit.flagged(Flag.UNKNOWN_SERVICE)
    booking = batch.known.bookings.get(visit.booking or "")
    if booking is None:
        return visit
    _judge_done(batch, fact, booking, told)
    if told.state in _HELD and told.specialist not in (None, booking.specialist):
        # Row 7: who has called the client keeps them.
        return visit.flagged(Flag.KEPT_COLLEAGUE)
    return visit


def _judge_done(batch: Batch, fact: Fact, booking: Booked, told: TicketTold) -> None:
    """Served is done. Only taking that back undoes it: staff may have said so themselves."""
    if told.state == "done" and booking.status in (BookingStatus.BOOKED, BookingStatus.ABSENT):
        batch.set_status(booking, BookingStatus.DONE)
        batch.happened("done", booking, batch.work.now_ms)
    elif fact.event.type == "ticket.undone" and booking.status is BookingStatus.DONE:
        batch.set_status(booking, BookingStatus.BOOKED)
        batch.happened("reopened", booking, batch.work.now_ms)


def _number_taken(batch: Batch, fact: Fact, told: TicketTold) -> Outcome | None:
    """Two people hold one number: a cloned card that had met nobody yet (§3.7)."""
    holder = batch.known.numbers.setdefault((told.day, told.series, told.n), told.arrival)
    if fact.event.type != "ticket.issued" or holder == told.arrival:
        return None
    facts = {"number": told.number, "day": told.day, "other": holder}
    return _noted(batch, fact, "same_number", told.arrival, told.arrival, facts)


def _service_gone(batch: Batch, fact: Fact, told: TicketTold) -> Outcome | None:
    """Row 19. A service that only the lobby knows is none of our business."""
    if batch.known.services.get(told.service) is not False or fact.event.type != "ticket.issued":
        return None
    facts = {"service": told.service}
    return _noted(batch, fact, "unknown_service", told.service, told.arrival, facts)


def _noted(
    batch: Batch, fact: Fact, kind: str, about: str, visit: str, facts: dict[str, str]
) -> Outcome:
    device = batch.device
    item = Item(
        device.tenant, device.office, kind, about, batch.work.now_ms, fact.event.id,
        visit=visit, device=device.id, facts=dict(facts),
    )  # fmt: skip
    return Outcome(EventStatus.NOTED, None, kind, batch.attend(item))
