"""How long it takes now: the people ahead, the counters open, the pace measured."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from vuoro.core.clock import local
from vuoro.core.wire.common import WaitInterval
from vuoro.queue.domain.booking import Booking, BookingStatus
from vuoro.queue.domain.office import Office, Service
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.domain.waiting import Pace, mixed, not_before, pace, wait
from vuoro.queue.line import Line


def ahead_of(
    line: Line, office: Office, service: Service, due_at: datetime, ticket: Ticket | None = None
) -> int:
    """How many people are called first: those due earlier who share a counter with this service.

    Booked clients still to come by that time count as well; those whose specialist sits where this
    service is not served don't.
    """
    shared = services_beside(office, service.id)
    elsewhere = _staff_elsewhere(line, office, service.id)
    here = sum(
        1
        for other in line.waiting.values()
        if other.service in shared
        and other.specialist not in elsewhere
        and (ticket is None or other.id != ticket.id)
        and (other.urgent or other.due_at <= due_at)
    )
    coming = _coming(line, due_at, ticket)
    return here + sum(1 for b in coming if b.service in shared and b.specialist not in elsewhere)


def interval(line: Line, office: Office, service: Service, ahead: int) -> WaitInterval:
    """The wait with so many people ahead."""
    counters = [c for c in office.counters if service.id in c.services and _is_staffed(line, c.id)]
    free = sum(1 for counter in counters if counter.id not in line.held)
    return wait(ahead, free, len(counters), _speed(line, office, service))


def _speed(line: Line, office: Office, service: Service) -> Pace:
    """The pace of those who wait for the same counters, as many of each service as there are."""
    shared = services_beside(office, service.id)
    people = Counter(each.service for each in line.waiting.values() if each.service in shared)
    people[service.id] += 1
    paces = {
        each.id: pace(list(line.durations[each.id]), each.expected_minutes)
        for each in office.services
        if each.id in people
    }
    return mixed(paces, {key: count for key, count in people.items() if key in paces})


def estimate(line: Line, office: Office, ticket: Ticket, now: datetime) -> tuple[int, WaitInterval]:
    """People ahead of a waiting ticket, and its interval."""
    service = office.service(ticket.service) or office.services[0]
    if ticket.specialist is None:
        ahead = ahead_of(line, office, service, ticket.due_at, ticket)
        return ahead, interval(line, office, service, ahead)
    ahead = _before_specialist(line, ticket)
    busy = any(line.counters[counter].staff == ticket.specialist for counter in line.held)
    told = wait(ahead, 0 if busy else 1, 1, _speed(line, office, service))
    return ahead, not_before(told, ticket.not_before - now)


def _before_specialist(line: Line, ticket: Ticket) -> int:
    """Who is called first by the specialist whom a booked client waits for."""
    here = sum(
        1
        for other in line.waiting.values()
        if other.specialist == ticket.specialist
        and other.id != ticket.id
        and (other.urgent or other.due_at <= ticket.due_at)
    )
    coming = _coming(line, ticket.due_at, ticket)
    return here + sum(1 for booking in coming if booking.specialist == ticket.specialist)


def _staff_elsewhere(line: Line, office: Office, service: str) -> frozenset[str | None]:
    """Who sits at counters where this service is not served."""
    others = (counter.id for counter in office.counters if service not in counter.services)
    seats = (line.counters.get(counter) for counter in others)
    return frozenset(seat.staff for seat in seats if seat is not None) - {None}


def services_beside(office: Office, service: str) -> frozenset[str]:
    """The services that are served at the same counters as this one."""
    beside = (set(c.services) for c in office.counters if service in c.services)
    return frozenset({service}.union(*beside))


def _coming(line: Line, until: datetime, ticket: Ticket | None) -> Iterator[Booking]:
    """Others with a booking of the day who have not come yet and are due by then."""
    own = ticket.booking if ticket is not None else None
    return (
        booking
        for booking in line.diary.on.get(local(until).date(), ())
        if booking.start <= until
        and booking.id != own
        and booking.status is BookingStatus.BOOKED
        and not line.has_come(booking.id)
        and booking.id not in line.marks
        and line.day is not None
        and booking.start > line.day.opened_at
    )


def _is_staffed(line: Line, counter: str) -> bool:
    state = line.counters.get(counter)
    return state is not None and state.staff is not None
