"""A counter calls: the next one, or this one."""

from collections.abc import Callable
from datetime import datetime

from vuoro.core.wire.codec import encode
from vuoro.core.wire.desk import DeskResult, NextUp, Why, WhyCode
from vuoro.queue.domain.booking import Booking, BookingStatus
from vuoro.queue.domain.calling import Choice, Seat
from vuoro.queue.domain.moves import Move, Target, WrongMove, move
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.projection import ticket_row
from vuoro.queue.service.choosing import choose
from vuoro.queue.service.days import ensure_day
from vuoro.queue.service.lobby import LobbyService, Press, Refused
from vuoro.queue.service.refusals import NO_SUCH_COUNTER, NO_SUCH_TICKET, REFUSALS
from vuoro.queue.service.second_kiosk import NOT_HERE, is_companion
from vuoro.queue.store import Work


def call_next(lobby: LobbyService, counter: str, press: Press) -> bytes | Refused:
    """Call whoever is next for a counter.

    The answer's bytes say who and why, or that nobody waits.
    """

    def make(work: Work) -> DeskResult | Refused:
        seat = seat_of(lobby, counter, press.actor)
        if isinstance(seat, Refused):
            return seat
        if counter in lobby.line.held:
            return REFUSALS[WrongMove.COUNTER_BUSY]
        choice = choose(lobby.line.lanes, seat, lobby.now, lobby.office.rules)
        if choice is None:
            return DeskResult(lobby.line.version, next_booking=seat.next_booking)
        return _call(lobby, work, choice, counter, press)

    return _pressed(lobby, press, f"next:{counter}", make)


def call_this(lobby: LobbyService, ticket: str, counter: str, press: Press) -> bytes | Refused:
    """Call a ticket out of order: waiting, parked or missed."""

    def make(work: Work) -> DeskResult | Refused:
        seat = seat_of(lobby, counter, press.actor)
        if isinstance(seat, Refused):
            return seat
        found = lobby.line.tickets.get(ticket)
        if found is None:
            return NO_SUCH_TICKET
        why = Why(WhyCode.CHOSEN, found.due_at, passed_over=max(len(lobby.line.waiting) - 1, 0))
        return _call(lobby, work, Choice(found, why), counter, press)

    return _pressed(lobby, press, f"call:{ticket}", make)


def explain(lobby: LobbyService, counter: str, staff: str) -> NextUp | Refused | None:
    """Whom Next would call at a counter now, and why; None where nobody waits. Calls nobody."""
    seat = seat_of(lobby, counter, staff)
    if isinstance(seat, Refused):
        return seat
    choice = choose(lobby.line.lanes, seat, lobby.now, lobby.office.rules)
    if choice is None:
        return None
    return NextUp(" / ".join(choice.ticket.numbers), choice.ticket.id, choice.why)


def seat_of(lobby: LobbyService, counter: str, staff: str) -> Seat | Refused:
    """The counter with the staff member who sits there. Refused unless it is this one."""
    place, state = lobby.office.counter(counter), lobby.line.counters.get(counter)
    if place is None:
        return NO_SUCH_COUNTER
    if state is None or state.staff != staff:
        return Refused("not_your_counter", "Choose this counter first.")
    ahead, freed = _specialist_day(lobby, state.staff)
    expected = {service.id: service.expected_minutes for service in lobby.office.services}
    return Seat(place, staff, expected, next_booking=ahead, freed=freed)


def _specialist_day(lobby: LobbyService, staff: str) -> tuple[datetime | None, bool]:
    """When the specialist's next expected booking starts; whether the present one has no client."""
    line, now = lobby.line, lobby.now
    ahead: datetime | None = None
    freed = False
    for booking in line.diary.of_specialist.get(staff, {}).values():
        if not _expected(lobby, booking) or line.has_come(booking.id):
            continue
        if booking.id in line.marks:
            freed = freed or booking.start <= now < booking.end
        elif booking.end > now:
            ahead = booking.start if ahead is None else min(ahead, booking.start)
    return ahead, freed


def _expected(lobby: LobbyService, booking: Booking) -> bool:
    return booking.status is BookingStatus.BOOKED and booking.site == lobby.office.site


def _call(
    lobby: LobbyService, work: Work, choice: Choice, counter: str, press: Press
) -> DeskResult | Refused:
    called = move(
        choice.ticket,
        Move.CALL,
        Target(counter),
        lobby.now,
        lobby.office.rules,
        lobby.line.held.get(counter),
    )
    if isinstance(called, WrongMove):
        return REFUSALS[called]
    return recorded(lobby, work, called, "ticket.called", counter, press, choice.why)


def recorded(
    lobby: LobbyService,
    work: Work,
    ticket: Ticket,
    kind: str,
    counter: str,
    press: Press,
    why: Why | None = None,
) -> DeskResult:
    """Write a moved ticket, its event and its line in the audit log."""
    n = work.record(kind, (ticket,), day=ticket.day, actor=press.actor, cause=press.key)
    lobby.audit(work, press, kind, number=ticket.number, counter=counter, detail=ticket.outcome)
    return DeskResult(n, ticket_row(ticket, n), why)


def _pressed(
    lobby: LobbyService, press: Press, action: str, make: Callable[[Work], DeskResult | Refused]
) -> bytes | Refused:
    if is_companion(lobby):
        return NOT_HERE
    ensure_day(lobby)
    return lobby.once(press, action, make, encode)
