"""The waiting tickets in lanes: those that the same counters may take, in the order they are due.

Whoever is next stands at the front of some lane, so that a choice looks at a few tickets however
many wait.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from vuoro.core.wire.desk import TicketKind
from vuoro.queue.domain.ticket import Ticket

Lane = tuple[str, str]
Place = tuple[bool, datetime, datetime, int, str]


class Lanes:
    """A sorted lane for each counter, each specialist, and each service by kind of ticket."""

    def __init__(self) -> None:
        self._lanes: defaultdict[Lane, list[tuple[Place, Ticket]]] = defaultdict(list)

    def add(self, ticket: Ticket) -> None:
        for lane in _lanes_of(ticket):
            insort(self._lanes[lane], (_place(ticket), ticket), key=_by_place)

    def remove(self, ticket: Ticket) -> None:
        for lane in _lanes_of(ticket):
            tickets = self._lanes[lane]
            del tickets[bisect_left(tickets, _place(ticket), key=_by_place)]

    def clear(self) -> None:
        self._lanes.clear()

    def for_counter(self, counter: str) -> list[Ticket]:
        """Everybody who was transferred to this counter."""
        return [ticket for _, ticket in self._lanes.get(("counter", counter), ())]

    def for_specialist(self, staff: str) -> list[Ticket]:
        """Everybody with a booking of this specialist, or of one they stand in for."""
        return [ticket for _, ticket in self._lanes.get(("staff", staff), ())]

    def for_service(self, service: str) -> Iterator[tuple[int, Iterator[Ticket]]]:
        """The lanes of a service: how many stand in each, and who, first to last."""
        for kind in TicketKind:
            lane = self._lanes.get((kind.value, service), ())
            yield len(lane), (ticket for _, ticket in lane)


def _lanes_of(ticket: Ticket) -> tuple[Lane, ...]:
    if ticket.counter is not None:
        return (("counter", ticket.counter),)
    if ticket.specialist is not None:
        people = {ticket.specialist, ticket.stand_in} - {None}
        return tuple(("staff", person) for person in people if person)
    return ((ticket.kind.value, ticket.service),)


def _place(ticket: Ticket) -> Place:
    return (not ticket.urgent, ticket.due_at, ticket.arrived_at, ticket.n, ticket.id)


def _by_place(entry: tuple[Place, Ticket]) -> Place:
    return entry[0]
