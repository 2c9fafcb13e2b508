"""Tickets follow their bookings when these change centrally (offline_sync §3.9)."""

from dataclasses import replace

import orjson

from vuoro.core.clock import local
from vuoro.core.wire.desk import TicketKind, TicketState
from vuoro.queue.domain import due
from vuoro.queue.domain.arrival import Arrival, Note
from vuoro.queue.domain.booking import Booking, BookingStatus
from vuoro.queue.domain.office import Office
from vuoro.queue.domain.states import BookingMark
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.service.lobby import LobbyService
from vuoro.queue.service.second_kiosk import with_leader
from vuoro.queue.store import Work

ACTOR = "backend"
_NOT_YET_CALLED = frozenset({TicketState.WAITING, TicketState.MISSED})
_KNOWN_NOW = frozenset({Note.NOT_IN_MIRROR, Note.NO_MATCH, Note.STALE_BOOKING})


def reroute(lobby: LobbyService, work: Work, changed: dict[str, Booking | None]) -> None:
    """Bring the tickets in line with changed bookings; None is a booking that was taken away.

    Called before the line knows the new bookings. A visit is kept whatever the backend says.
    """
    # What a second kiosk has handed over, its leader brings in line.
    touched = set(with_leader(lobby))
    for key, booking in changed.items():
        before = lobby.line.bookings.get(key)
        _forget_absence(lobby, work, key, before, booking)
        arrival = _arrival_of(lobby, key, booking)
        ticket = lobby.line.ticket_of(arrival) if arrival is not None else None
        if arrival is None or ticket is None or not ticket.is_open or ticket.id in touched:
            continue
        if booking is not None and _is_anothers(work, arrival, booking):
            _set_free(work, arrival, ticket)
        elif booking is not None and arrival.booking != key:
            _adopt(lobby, work, arrival, ticket, booking)
        else:
            _record(lobby, work, ticket, rerouted(ticket, before, booking, lobby.office))
        touched.add(ticket.id)


def _is_anothers(work: Work, arrival: Arrival, booking: Booking) -> bool:
    """Whether the time was given to another client than the one who came by it (row 8)."""
    if not booking.since_rev or arrival.booking not in booking.keys:
        return False
    told = work.execute("SELECT payload FROM event WHERE n = ?", (arrival.version,)).fetchone()
    shown = orjson.loads(told[0]).get("shown", {}) if told is not None else {}
    rev = shown.get("pass_rev", shown.get("booking_rev"))
    return rev is not None and rev < booking.since_rev


def _set_free(work: Work, arrival: Arrival, ticket: Ticket) -> None:
    """The client who was here first waits on, for anybody; the booking waits for its new client.

    The due time stays: who came in time for a booking is not put behind walk-ins.
    """
    notes = ",".join(sorted({*_notes(ticket), Note.REASSIGNED_CENTRALLY}))
    after = replace(ticket, booking=None, booked_start=None, notes=notes)
    if ticket.state in _NOT_YET_CALLED:
        after = replace(after, specialist=None, stand_in=None, undo="")
    rows = (replace(arrival, booking=None), after)
    work.record("ticket.rerouted", rows, day=ticket.day, actor=ACTOR)


def rerouted(ticket: Ticket, before: Booking | None, now: Booking | None, office: Office) -> Ticket:
    """The ticket of a booking that was changed.

    A new specialist is followed (row 7) unless the client was already called, or staff have sent
    the ticket elsewhere. A new time or office or a cancellation is only noted (rows 1, 5, 6).
    """
    after = _noted(ticket, now, office)
    if now is None or before is None or ticket.state not in _NOT_YET_CALLED:
        return after
    was = (before.specialist, before.stand_in, before.service)
    becomes = (now.specialist, now.stand_in, now.service)
    stands = (ticket.specialist, ticket.stand_in, ticket.service)
    if was == becomes or was != stands or ticket.counter is not None:
        return after
    service = now.service if office.service(now.service) is not None else ticket.service
    return replace(
        after, specialist=now.specialist, stand_in=now.stand_in, service=service, undo=""
    )


def _noted(ticket: Ticket, booking: Booking | None, office: Office) -> Ticket:
    notes = _notes(ticket) - {Note.CANCELLED_CENTRALLY, Note.MOVED_CENTRALLY}
    if booking is None or booking.site != office.site or booking.start != ticket.booked_start:
        notes |= {Note.MOVED_CENTRALLY}
    if booking is not None and booking.status is BookingStatus.CANCELLED:
        notes |= {Note.CANCELLED_CENTRALLY}
    return replace(ticket, notes=",".join(sorted(notes)))


def _adopt(
    lobby: LobbyService, work: Work, arrival: Arrival, ticket: Ticket, booking: Booking
) -> None:
    """The row of a client who came before it (row 9): from now on the ticket is that booking's."""
    notes = ",".join(sorted(_notes(ticket) - _KNOWN_NOW))
    after = replace(ticket, booking=booking.id, booked_start=booking.start, notes=notes)
    stands = booking.status is BookingStatus.BOOKED and _is_here_today(lobby, booking)
    if stands and ticket.state in _NOT_YET_CALLED and ticket.counter is None:
        after = _as_booked(lobby, after, booking)
    work.record(
        "ticket.rerouted",
        (replace(arrival, booking=booking.id), _noted(after, booking, lobby.office)),
        day=ticket.day,
        actor=ACTOR,
    )


def _as_booked(lobby: LobbyService, ticket: Ticket, booking: Booking) -> Ticket:
    service = lobby.office.service(booking.service) or lobby.office.service(ticket.service)
    assert service is not None, "a ticket is of a service of this office"
    when = due.booked(ticket.arrived_at, booking, service, lobby.office.rules)
    return replace(
        ticket,
        kind=TicketKind.BOOKED,
        service=service.id,
        specialist=booking.specialist,
        stand_in=booking.stand_in,
        due_at=when.at,
        not_before=when.not_before,
        undo="",
    )


def _arrival_of(lobby: LobbyService, key: str, booking: Booking | None) -> Arrival | None:
    """The arrival of a booking, also one by its pass or identity code that came before the row."""
    line = lobby.line
    if booking is None:
        return line.arrivals_of_booking.get(key)
    for name in booking.keys:
        if name in line.arrivals_of_booking:
            return line.arrivals_of_booking[name]
    by_code = line.arrivals_of_index.get(booking.identity_index)
    expected = booking.status is BookingStatus.BOOKED and _is_here_today(lobby, booking)
    return by_code if by_code is not None and by_code.booking is None and expected else None


def _forget_absence(
    lobby: LobbyService, work: Work, key: str, before: Booking | None, now: Booking | None
) -> None:
    """Who did not come at the old time is expected at the new one."""
    mark = lobby.line.marks.get(key)
    if mark is None or (before is not None and now is not None and before.start == now.start):
        return
    work.record("booking.expected", (BookingMark(key, mark.day),), day=lobby.day(), actor=ACTOR)


def _record(lobby: LobbyService, work: Work, before: Ticket, after: Ticket) -> None:
    if after != before:
        work.record("ticket.rerouted", (after,), day=after.day, actor=ACTOR)


def _is_here_today(lobby: LobbyService, booking: Booking) -> bool:
    today = local(booking.start).date() == local(lobby.now).date()
    return today and booking.site == lobby.office.site


def _notes(ticket: Ticket) -> set[str]:
    return set(ticket.notes.split(",")) - {""}
