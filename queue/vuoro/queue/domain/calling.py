"""Who is called next, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from vuoro.core.wire.desk import TicketKind, TicketState, Why, WhyCode
from vuoro.queue.domain.office import Counter, Rules, WalkIns, minutes
from vuoro.queue.domain.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Seat:
    """A counter with somebody at it.

    ``next_booking`` is the start of the specialist's next booking whose client has not come yet;
    ``freed`` says that the booked time running now has no client. ``expected`` is how many minutes
    a service usually takes.
    """

    counter: Counter
    staff: str | None
    expected: dict[str, int]
    next_booking: datetime | None = None
    freed: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The ticket to call, and the reason a person can be given."""

    ticket: Ticket
    why: Why


def choose(waiting: Iterable[Ticket], seat: Seat, now: datetime, rules: Rules) -> Choice | None:
    """The next ticket for a counter: smallest due time among those it may serve.

    Urgent goes first, ties by arrival. A booked client whose time has not come is chosen only when
    nobody else is there.
    """
    line = tuple(waiting)
    seat = replace(seat, next_booking=_next_booking(line, seat, now))
    servable = [t for t in line if may_serve(t, seat, now) and not just_called(t, now, rules)]
    if not servable:
        return None
    first = min(servable, key=lambda ticket: order(ticket, now))
    return Choice(first, _why(first, seat, now, passed_over=len(servable) - 1))


def may_serve(ticket: Ticket, seat: Seat, now: datetime) -> bool:
    """Whether this counter may take this ticket."""
    if ticket.state is not TicketState.WAITING:
        return False
    if ticket.counter is not None:
        return ticket.counter == seat.counter.id
    if ticket.specialist is not None:
        return seat.staff is not None and seat.staff in (ticket.specialist, ticket.stand_in)
    return ticket.service in seat.counter.services and _has_time(ticket, seat, now)


def order(ticket: Ticket, now: datetime) -> tuple[bool, bool, datetime, datetime, int, str]:
    """What the line is sorted by: the smallest comes first."""
    return (
        not ticket.urgent,
        ticket.not_before > now,
        ticket.due_at,
        ticket.arrived_at,
        ticket.n,
        ticket.id,
    )


def _next_booking(line: Iterable[Ticket], seat: Seat, now: datetime) -> datetime | None:
    """The next booking of this specialist, also of a client who came early and waits for it here.

    One who was sent to another counter is no longer waited for.
    """
    known = () if seat.next_booking is None else (seat.next_booking,)
    early = (
        ticket.due_at
        for ticket in line
        if seat.staff is not None
        and ticket.specialist == seat.staff
        and ticket.counter in (None, seat.counter.id)
        and ticket.state is TicketState.WAITING
        and ticket.not_before > now
    )
    return min((*known, *early), default=None)


def _has_time(ticket: Ticket, seat: Seat, now: datetime) -> bool:
    """Whether a client of no particular specialist fits in before this one's next booking."""
    if ticket.kind is TicketKind.BOOKED or seat.counter.walk_ins is WalkIns.ALWAYS:
        return True
    if seat.counter.walk_ins is WalkIns.NEVER:
        return False
    needed = timedelta(minutes=seat.expected.get(ticket.service, 0))
    return seat.next_booking is None or now + needed <= seat.next_booking


def just_called(ticket: Ticket, now: datetime, rules: Rules) -> bool:
    """Called to no avail moments ago. A call in the future is one from before the clock was set."""
    if ticket.called_at is None or ticket.calls == 0:
        return False
    return now - minutes(rules.called_again_after) < ticket.called_at <= now


def _why(ticket: Ticket, seat: Seat, now: datetime, passed_over: int) -> Why:
    if ticket.urgent:
        code = WhyCode.URGENT
    elif ticket.not_before > now:
        code = WhyCode.EARLY_NOBODY_ELSE
    elif seat.freed and ticket.kind is TicketKind.WALK_IN:
        code = WhyCode.FREED_TIME
    elif ticket.kind is TicketKind.BOOKED and ticket.due_at == ticket.booked_start:
        code = WhyCode.BOOKED_DUE
    elif ticket.due_at <= now:
        code = WhyCode.LONGEST_OVERDUE
    else:
        code = WhyCode.FIRST_DUE
    return Why(code, ticket.due_at, passed_over)
