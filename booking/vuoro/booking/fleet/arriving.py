"""The effect of an arrival: a visit, and whose booking it is (offline_sync §3.9 rows 1–9)."""

from dataclasses import dataclass, replace

from vuoro.booking.domain.values import BookingStatus
from vuoro.booking.fleet.attention import Item
from vuoro.booking.fleet.batch import Batch, Visit
from vuoro.booking.fleet.judging import Booked, Came, Flag, Verdict, judge
from vuoro.booking.fleet.payload import ArrivalTold, Fact, Parts
from vuoro.core.wire.sync import EventStatus, Role

APART_MS = 2 * 60_000
"""Two arrivals of one booking at two kiosks further apart than this may be two people (row 4)."""
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an event, before it has its change number."""

    status: EventStatus
    into: str | None = None
    problem: str | None = None
    attention: str | None = None


APPLIED = Outcome(EventStatus.APPLIED)
NOOP = Outcome(EventStatus.NOOP)


def arrive(batch: Batch, fact: Fact, arrival: ArrivalTold) -> Outcome:
    """An event tells of a person who is here; maybe not for the first time."""
    known = batch.known.visits.get(arrival.id)
    if known is None:
        visit = new_visit(batch, fact, arrival)
        return _claim(batch, fact, visit)
    if arrival.voided and known.voided_at is None:
        batch.put_visit(replace(known, voided_at=fact.at))
        return APPLIED
    if arrival.booking is not None and arrival.booking != known.claimed and not known.merged_into:
        claimed = replace(known, claimed=arrival.booking)
        return _claim(batch, fact, claimed)
    return NOOP


def merge(batch: Batch, fact: Fact, lost: Visit, kept: Visit) -> Outcome:
    """Two arrivals are one visit: its time is the earlier one, both numbers are its own."""
    apart = abs(lost.arrived_at - kept.arrived_at)
    first = lost if lost.arrived_at < kept.arrived_at else kept
    batch.put_visit(
        replace(
            kept,
            arrived_at=first.arrived_at,
            arrived_lo=first.arrived_lo,
            arrived_hi=first.arrived_hi,
        )
    )
    batch.told_visits.add(kept.id)
    batch.seen_visits.setdefault(kept.id, kept.rev)
    batch.put_visit(replace(lost, booking=None, merged_into=kept.id))
    if lost.booking is not None and kept.booking is None:
        batch.put_visit(replace(batch.known.visits[kept.id], booking=lost.booking))
    for ticket in [t for t in batch.known.tickets.values() if t.visit == lost.id]:
        batch.put_ticket(replace(ticket, visit=kept.id))
    if kept.device in ("", lost.device) or apart <= APART_MS:
        return Outcome(EventStatus.MERGED, kept.id)
    facts: dict[str, int | str] = {"minutes_apart": apart // 60_000, "first_ms": first.arrived_at}
    item = _item(batch, fact, "two_arrivals", lost, facts, kept.booking)
    return Outcome(EventStatus.MERGED, kept.id, "two_arrivals", batch.attend(item))


def new_visit(batch: Batch, fact: Fact, arrival: ArrivalTold) -> Visit:
    """``ticket.issued`` is told when it happens; a later event that is the first to tell of an
    arrival (its own was quarantined, say) knows how long ago that was."""
    ago = fact.event.wall - arrival.arrived_at
    ago = ago if 0 <= ago < _DAY_MS else 0
    visit = Visit(
        id=arrival.id, tenant=batch.device.tenant, office=batch.device.office, booking=None,
        claimed=arrival.booking, day=arrival.day, device=batch.device.id, how=arrival.how,
        arrived_at=fact.at - ago, arrived_lo=max(0, fact.lo - ago), arrived_hi=fact.hi - ago,
        state="waiting", voided_at=fact.at if arrival.voided else None, flags=(),
        merged_into=None, rev=0,
    )  # fmt: skip
    return visit.flagged(*_circumstances(batch, fact, arrival))


def _circumstances(batch: Batch, fact: Fact, arrival: ArrivalTold) -> list[str]:
    device, known = batch.device, batch.known
    flags = []
    if arrival.day in known.closed_days:
        flags.append(Flag.AFTER_CLOSE)
    if fact.event.clk == "unset":
        flags.append(Flag.CLOCK_UNSURE)
    if device.role is Role.LEADER and device.leader_epoch < known.leader_epoch:
        flags.append(Flag.OLD_LEADER)
        about = f"{device.id}|{device.leader_epoch}"
        batch.attend(
            Item(device.tenant, device.office, "old_leader", about, batch.work.now_ms,
                 device=device.id, facts={"name": device.name})
        )  # fmt: skip
    return flags


def _parts(fact: Fact) -> Parts:
    assert fact.parts is not None, "what can't be read has no effect"
    return fact.parts


def _claim(batch: Batch, fact: Fact, visit: Visit) -> Outcome:
    booking = batch.booking(visit.claimed)
    came = Came(
        visit.office,
        visit.day,
        visit.arrived_at,
        visit.claimed,
        rev=shown.rev if (shown := _parts(fact).shown) is not None else None,
        booked_start=ticket.booked_start if (ticket := _parts(fact).ticket) is not None else None,
    )
    verdict = judge(came, booking, is_erased=visit.claimed in batch.known.erased)
    visit = visit.flagged(*verdict.flags)
    if Flag.ERASED in verdict.flags:
        visit = replace(visit, claimed=None)
    if not verdict.attach or booking is None or visit.voided_at is not None:
        batch.put_visit(visit)
        return _asked(batch, fact, visit, booking, verdict)
    other = batch.standing(booking.id)
    if other is not None and other.id != visit.id:
        if other.day == visit.day:
            return merge(batch, fact, visit, other)
        if other.day > visit.day:
            batch.put_visit(visit.flagged(Flag.SUPERSEDED))
            return APPLIED
        batch.put_visit(replace(other, booking=None).flagged(Flag.SUPERSEDED))
    batch.put_visit(replace(visit, booking=booking.id))
    _came(batch, booking, visit)
    return _asked(batch, fact, visit, booking, verdict)


def _came(batch: Batch, booking: Booked, visit: Visit) -> None:
    """The booking's client is here: a no-show is taken back (row 13)."""
    batch.arrived.add(booking.id)
    batch.happened("arrived", booking, visit.arrived_at)
    if booking.status is BookingStatus.ABSENT:
        batch.set_status(booking, BookingStatus.BOOKED)


def _asked(
    batch: Batch, fact: Fact, visit: Visit, booking: Booked | None, verdict: Verdict
) -> Outcome:
    if verdict.problem is None:
        return APPLIED
    facts: dict[str, int | str] = {"arrived_ms": visit.arrived_at, "day": visit.day}
    if booking is not None:
        facts |= {"booked_ms": booking.starts_at, "booked_office": booking.office}
        facts |= {"changed_ms": booking.changed_at}
    booking_id = booking.id if booking is not None else None
    item = _item(batch, fact, verdict.problem, visit, facts, booking_id)
    if booking is not None and booking.office != visit.office:
        # Row 6: both offices must know.
        batch.attend(replace(item, office=booking.office))
    return Outcome(EventStatus.NOTED, None, verdict.problem, batch.attend(item))


def _item(
    batch: Batch,
    fact: Fact,
    kind: str,
    visit: Visit,
    facts: dict[str, int | str],
    booking: str | None,
) -> Item:
    return Item(
        batch.device.tenant, visit.office, kind, visit.id, batch.work.now_ms, fact.event.id,
        booking, visit.id, batch.device.id, dict(facts),
    )  # fmt: skip
