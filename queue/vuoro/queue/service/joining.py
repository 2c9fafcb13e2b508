"""The leader takes the numbers of a second kiosk into its own line (offline_sync §3.1)."""

import dataclasses
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import msgspec

from vuoro.core.wire.desk import TicketState
from vuoro.core.wire.sync import EventResult, EventStatus, Push, Pushed, Told
from vuoro.queue.domain.arrival import Arrival
from vuoro.queue.domain.booking import PASS, Booking
from vuoro.queue.domain.states import BookingMark
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.service.days import ensure_day
from vuoro.queue.service.lobby import LobbyService, Refused
from vuoro.queue.service.merging import merge
from vuoro.queue.service.rerouting import reroute
from vuoro.queue.service.second_kiosk import NOT_HERE, is_companion
from vuoro.queue.store import Work
from vuoro.queue.store.rows import MAPPERS, to_ms

ISSUED = "ticket.issued"
_KNOWN = "SELECT status, into_visit, problem FROM joined WHERE event_id = ?"
_KEEP = "INSERT INTO joined (event_id, status, into_visit, problem, at) VALUES (?, ?, ?, ?, ?)"
_NUMBER_TAKEN = "SELECT 1 FROM ticket WHERE id = ? OR (day = ? AND series = ? AND n = ?)"
R = TypeVar("R", Arrival, Ticket)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of an event. ``into``: the arrival that stands."""

    status: EventStatus
    into: str | None = None
    problem: str | None = None


_NOTHING = _Outcome(EventStatus.NOOP)


def join(lobby: LobbyService, push: Push) -> Pushed | Refused:
    """Take in what a second kiosk tells; the same event again gets the answer of the first time.

    Nothing is taken in, and nothing answered, where the one before them (``prev``) is not known.
    """
    if is_companion(lobby):
        return NOT_HERE
    ensure_day(lobby)
    has_gap = bool(push.events) and not _knows(lobby, push.events[0].prev)
    events = () if has_gap else push.events
    results = tuple(_result(lobby, event, push.device) for event in events)
    through = max((result.seq for result in results), default=0)
    return Pushed(lobby.store.journal.series, through, to_ms(lobby.now), results)


def _knows(lobby: LobbyService, event_id: str) -> bool:
    return not event_id or bool(lobby.store.read(_KNOWN, (event_id,)))


def _result(lobby: LobbyService, event: Told, device: str) -> EventResult:
    with lobby.change() as work:
        row = work.execute(_KNOWN, (event.id,)).fetchone()
        if row is not None:
            outcome = _Outcome(EventStatus(row[0]), row[1], row[2])
        else:
            outcome = _joined(lobby, work, event, device)
            values = (outcome.status.value, outcome.into, outcome.problem, to_ms(lobby.now))
            work.execute(_KEEP, (event.id, *values))
    if row is None and outcome.status is EventStatus.APPLIED:
        _follow_booking(lobby, str(event.p["arrival"]["id"]))
    status, into, problem = outcome.status, outcome.into, outcome.problem
    return EventResult(event.seq, event.id, status, 0, into, problem)


def _joined(lobby: LobbyService, work: Work, event: Told, device: str) -> _Outcome:
    if event.type != ISSUED:
        return _NOTHING
    told = _rows_of(event.p)
    if told is None:
        return _Outcome(EventStatus.NOTED, problem="unreadable_event")
    arrival, ticket = told
    if arrival.day < lobby.day() or lobby.line.arrival(arrival.id) is not None:
        return _NOTHING
    arrival, ticket = _as_of_today(lobby, arrival, ticket)
    place = (ticket.id, ticket.day, ticket.series, ticket.n)
    if work.execute(_NUMBER_TAKEN, place).fetchone() is not None:
        return _Outcome(EventStatus.NOTED, problem="same_number")
    other = _same_client(lobby, arrival)
    standing = lobby.line.ticket_of(other) if other is not None else None
    if standing is not None and not _came_again(ticket, standing):
        merge(lobby, work, arrival, ticket, standing, device)
        return _Outcome(EventStatus.MERGED, standing.arrival)
    if other is not None:
        # One visit by a booking: who comes again after it waits like anybody.
        arrival = replace(arrival, booking=None, identity_index=None)
    work.record("ticket.joined", (arrival, ticket), day=ticket.day, actor=device)
    if ticket.booking is not None and ticket.booking in lobby.line.marks:
        here = (BookingMark(ticket.booking, ticket.day),)
        work.record("booking.came", here, day=ticket.day, actor=device)
    return _Outcome(EventStatus.APPLIED)


def _rows_of(payload: dict[str, Any]) -> tuple[Arrival, Ticket] | None:
    """The arrival and the fresh ticket of an event; None for what can't be one."""
    try:
        arrival = _row(payload["arrival"], Arrival, "arrival")
        ticket = _row(payload["ticket"], Ticket, "ticket")
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
        return None
    is_fresh = ticket.state is TicketState.WAITING and ticket.merged_into is None
    fits = (ticket.arrival, ticket.day) == (arrival.id, arrival.day)
    return (arrival, ticket) if fits and is_fresh and not arrival.voided else None


def _row(plain: dict[str, Any], kind: type[R], name: str) -> R:
    """A row as another program tells it: unknown fields are ignored, wrong ones raise."""
    known = {field.name for field in dataclasses.fields(kind)}
    row = MAPPERS[name].value({key: value for key, value in plain.items() if key in known})
    return msgspec.convert(msgspec.to_builtins(row), kind)


def _as_of_today(lobby: LobbyService, arrival: Arrival, ticket: Ticket) -> tuple[Arrival, Ticket]:
    """The rows as this lobby would have made them: its day, its services, its newest mirror."""
    day, booking = lobby.day(), _booking_of(lobby, arrival)
    is_ours = lobby.office.service(ticket.service) is not None
    ticket = replace(
        ticket, day=day, service=ticket.service if is_ours else lobby.office.info_service
    )
    if booking is not None and booking.id == ticket.booking:
        ticket = replace(ticket, specialist=booking.specialist, stand_in=booking.stand_in)
    return replace(arrival, day=day), ticket


def _booking_of(lobby: LobbyService, arrival: Arrival) -> Booking | None:
    diary, key = lobby.line.diary, arrival.booking or ""
    return diary.bookings.get(key) or diary.of_pass.get(key.removeprefix(PASS))


def _same_client(lobby: LobbyService, arrival: Arrival) -> Arrival | None:
    """The arrival that stands here by the same booking, pass or identity code."""
    line, booking = lobby.line, _booking_of(lobby, arrival)
    names = (arrival.booking or "", *(booking.keys if booking is not None else ()))
    found = (line.arrivals_of_booking.get(name) for name in names)
    by_code = line.arrivals_of_index.get(arrival.identity_index or "")
    return next((other for other in found if other is not None), by_code)


def _came_again(ticket: Ticket, standing: Ticket) -> bool:
    """Whether the number was taken after the other one's visit was over."""
    return standing.ended_at is not None and standing.ended_at <= ticket.arrived_at


def _follow_booking(lobby: LobbyService, arrival: str) -> None:
    """Who came by a pass whose row only this lobby has: the ticket is that booking's."""
    joined = lobby.line.arrival(arrival)
    booking = _booking_of(lobby, joined) if joined is not None else None
    if joined is not None and booking is not None and joined.booking != booking.id:
        with lobby.change() as work:
            reroute(lobby, work, {booking.id: booking})
