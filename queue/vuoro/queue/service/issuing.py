"""A number is given: arrival, ticket and number in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from vuoro.core.wire.desk import TicketKind, TicketState
from vuoro.core.wire.sync import LeaseRow
from vuoro.queue.diary import start_of
from vuoro.queue.domain import due as due_rules
from vuoro.queue.domain import numbers
from vuoro.queue.domain.arrival import Arrival, How
from vuoro.queue.domain.booking import Booking
from vuoro.queue.domain.due import Due
from vuoro.queue.domain.office import Service
from vuoro.queue.domain.states import BookingMark
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.service.lobby import LobbyService
from vuoro.queue.store import Work


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What a ticket is to be.

    ``booking_key`` stops a booking from arriving twice; ``due`` None: as a walk-in.
    """

    service: Service
    how: How
    language: str
    device: str
    kind: TicketKind = TicketKind.WALK_IN
    booking: Booking | None = None
    booking_key: str | None = None
    shown: dict[str, str | int] | None = None
    """By what its client was let in, for the backend to judge: way, and revisions known."""
    due: Due | None = None
    lease: LeaseRow | None = None
    """The bookable time that a walk-in takes; due time and specialist are its."""
    notes: tuple[str, ...] = ()
    urgent: bool = False
    uniform: bool = False
    letter: str = ""
    identity_index: str | None = None
    actor: str = ""
    """The staff member who gave it; empty: the visitor took it at the device."""


def spoken(lobby: LobbyService, language: str) -> str:
    """The language of a slip and a call.

    The visitor's, or the office's first where it speaks that one not.
    """
    return language if language in lobby.office.languages else lobby.office.languages[0]


def issue(lobby: LobbyService, work: Work, new: NewTicket) -> Ticket:
    """Record the arrival and give it the next number of its range."""
    day, now = lobby.day(), lobby.now
    series = (new.letter or new.service.letter) + lobby.mark
    number = numbers.following(series, lobby.line.given[series])
    work.at("after_number")
    when, booking, lease = _due(lobby, new), new.booking, new.lease
    whose = lease or booking
    arrival = Arrival(
        id=str(lobby.ids.thing()),
        day=day,
        how=new.how,
        arrived_at=now,
        receipt=numbers.receipt(day, lobby.ids.event().bytes),
        device=new.device,
        service=new.service.id,
        booking=new.booking_key,
        identity_index=new.identity_index,
    )
    ticket = Ticket(
        id=str(lobby.ids.thing()),
        arrival=arrival.id,
        day=day,
        series=series,
        n=number.n,
        number=number.shown,
        receipt=arrival.receipt,
        token=lobby.ids.token(),
        service=new.service.id,
        language=new.language,
        kind=new.kind,
        state=TicketState.WAITING,
        arrived_at=now,
        due_at=when.at,
        not_before=when.not_before,
        urgent=new.urgent,
        booking=booking.id if booking is not None else None,
        booked_start=_start(new),
        specialist=whose.specialist if whose is not None else None,
        stand_in=booking.stand_in if booking is not None else None,
        notes=",".join(new.notes),
        uniform=new.uniform,
        lease=lease.id if lease is not None else None,
    )
    beside = None if new.shown is None else {"shown": new.shown}
    actor = new.actor or new.device
    work.record("ticket.issued", (arrival, ticket), day=day, actor=actor, beside=beside)
    if lease is not None:
        work.record("lease.spent", (arrival,), day=day, actor=actor, beside={"lease": lease.id})
    if booking is not None and booking.id in lobby.line.marks:
        work.record("booking.came", (BookingMark(booking.id, day),), day=day, actor=new.device)
    return ticket


def _due(lobby: LobbyService, new: NewTicket) -> Due:
    if new.lease is not None:
        return due_rules.at_time(start_of(new.lease), lobby.office.rules)
    return new.due or due_rules.walk_in(lobby.now, new.service)


def _start(new: NewTicket) -> datetime | None:
    """When the time begins that the client has booked, or was given."""
    if new.lease is not None:
        return start_of(new.lease)
    return new.booking.start if new.booking is not None else None
