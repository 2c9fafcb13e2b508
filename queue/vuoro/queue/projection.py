"""Rows as the wire carries them to staff."""

from vuoro.core.wire.desk import BookingRow, BookingState, TicketRow
from vuoro.queue.domain.booking import Booking, BookingStatus
from vuoro.queue.domain.states import BookingMark
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.line import Line


def ticket_row(ticket: Ticket, version: int | None = None) -> TicketRow:
    """A ticket as staff see it."""
    return TicketRow(
        id=ticket.id,
        number=ticket.number,
        state=ticket.state,
        kind=ticket.kind,
        service=ticket.service,
        language=ticket.language,
        arrived_at=ticket.arrived_at,
        due_at=ticket.due_at,
        not_before=ticket.not_before,
        urgent=ticket.urgent,
        counter=ticket.counter,
        specialist=ticket.specialist,
        stand_in=ticket.stand_in,
        booking=ticket.booking,
        booked_start=ticket.booked_start,
        calls=ticket.calls,
        called_at=ticket.called_at,
        receipt=ticket.receipt,
        notes=tuple(ticket.notes.split(",")) if ticket.notes else (),
        outcome=ticket.outcome,
        can_undo=bool(ticket.undo),
        version=ticket.version if version is None else version,
        also=ticket.numbers[1:],
        silent=ticket.silent,
        elsewhere=ticket.elsewhere,
    )


def booking_row(booking: Booking, line: Line) -> BookingRow:
    """A booking of today as all staff see it: no name, no answers, no note."""
    arrival = line.arrivals_of_booking.get(booking.id)
    ticket = line.ticket_of(arrival) if arrival is not None else None
    mark = line.marks.get(booking.id)
    versions = [row.version for row in (arrival, mark) if row is not None]
    return BookingRow(
        id=booking.id,
        start=booking.start,
        minutes=booking.minutes,
        service=booking.service,
        specialist=booking.specialist,
        specialist_name=booking.specialist_name,
        channel=booking.channel,
        state=_state(booking, arrived=line.has_come(booking.id), mark=mark),
        ticket=ticket.id if ticket is not None else None,
        version=max(versions, default=0),
    )


def _state(booking: Booking, *, arrived: bool, mark: BookingMark | None) -> BookingState:
    if arrived:
        return BookingState.HERE
    if booking.status is BookingStatus.CANCELLED:
        return BookingState.CANCELLED
    is_absent = mark is not None and mark.absent_at is not None
    return BookingState.ABSENT if is_absent else BookingState.EXPECTED
