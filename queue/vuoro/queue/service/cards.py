"""What staff may read: the card of a client, and the audit log."""

from vuoro.core.clock import local
from vuoro.core.wire.desk import AuditRow, ClientCard
from vuoro.queue.domain.booking import Booking
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.projection import booking_row, ticket_row
from vuoro.queue.service.lobby import LobbyService, Refused
from vuoro.queue.store.rows import from_ms


def card(lobby: LobbyService, ticket: str, staff: str) -> ClientCard | Refused:
    """A client's card; answers and notes only for those who serve this client (lobby.md)."""
    found = lobby.line.tickets.get(ticket)
    if found is None:
        return Refused("no_such_ticket", "There is no such ticket today.", 404)
    booking = lobby.line.bookings.get(found.booking or "")
    own = _serves(lobby, found, staff)
    return ClientCard(
        ticket=ticket_row(found),
        booking=booking_row(booking, lobby.line) if booking is not None else None,
        other_bookings=tuple(booking_row(other, lobby.line) for other in _others(lobby, booking)),
        answers=booking.answers if booking is not None and own else (),
        note=booking.note if booking is not None and own else "",
    )


def audit(lobby: LobbyService, before: int, limit: int) -> tuple[AuditRow, ...]:
    """The newest entries, or those before a position."""
    rows = lobby.store.read(
        "SELECT at, actor, action, number, counter, detail FROM audit "
        "WHERE ? = 0 OR n < ? ORDER BY n DESC LIMIT ?",
        (before, before, limit),
    )
    return tuple(AuditRow(from_ms(row[0]), *row[1:]) for row in rows)


def _serves(lobby: LobbyService, ticket: Ticket, staff: str) -> bool:
    seat = lobby.counter_of(staff)
    holds = seat is not None and ticket.is_held and ticket.counter == seat.id
    return holds or staff in (ticket.specialist, ticket.stand_in)


def _others(lobby: LobbyService, booking: Booking | None) -> list[Booking]:
    """The same person's other bookings today, known by the day's keyed hash only."""
    if booking is None or not booking.identity_index:
        return []
    day = local(booking.start).date()
    return [
        other
        for other in lobby.line.bookings.values()
        if other.id != booking.id
        and other.identity_index == booking.identity_index
        and local(other.start).date() == day
    ]
