"""How long it takes now: the people ahead, the counters open, the pace measured."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from vuoro.core.clock import local
from vuoro.core.wire.common import WaitInterval
from vuoro.queue.domain.booking import Booking, BookingStatus
from vuoro.queue.domain.office import Office, Service
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.domain.waiting import Pace, mixed, pace, wait
from vuoro.queue.line import Line


def ahead_of(
    line: Line, office: Office, service: Service, due_at: datetime, ticket: str = ""
) -> int:
    """How many people are called first: those due earlier who share a counter with this service.

    Booked clients still to come by that time count as well.
    """
    shared = services_beside(office, service.id)
    here = sum(
        1
        for other in line.waiting.values()
        if other.service in shared
        and other.id != ticket
        and (other.urgent or other.due_at <= due_at)
    )
    today = line.bookings_on.get(local(due_at).date(), ())
    return here + sum(1 for _ in _coming(line, today, shared, due_at))


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


def estimate(line: Line, office: Office, ticket: Ticket) -> tuple[int, WaitInterval]:
    """People ahead of a waiting ticket, and its interval."""
    service = office.service(ticket.service) or office.services[0]
    ahead = ahead_of(line, office, service, ticket.due_at, ticket.id)
    return ahead, interval(line, office, service, ahead)


def services_beside(office: Office, service: str) -> frozenset[str]:
    """The services that are served at the same counters as this one."""
    beside = (set(c.services) for c in office.counters if service in c.services)
    return frozenset({service}.union(*beside))


def _coming(
    line: Line, bookings: Iterable[Booking], shared: frozenset[str], until: datetime
) -> Iterable[Booking]:
    return (
        booking
        for booking in bookings
        if booking.start <= until
        and booking.service in shared
        and booking.status is BookingStatus.BOOKED
        and booking.id not in line.arrivals_of_booking
        and booking.id not in line.marks
        and line.day is not None
        and booking.start > line.day.opened_at
    )


def _is_staffed(line: Line, counter: str) -> bool:
    state = line.counters.get(counter)
    return state is not None and state.staff is not None
