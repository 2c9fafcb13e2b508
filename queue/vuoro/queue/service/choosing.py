"""Whom Next would call, found at the fronts of the lanes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from vuoro.queue.domain import calling
from vuoro.queue.domain.calling import Choice, Seat
from vuoro.queue.domain.office import Rules
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.lanes import Lanes


def choose(lanes: Lanes, seat: Seat, now: datetime, rules: Rules) -> Choice | None:
    """The same choice as among all who wait (``calling.choose``), from those who can be first."""
    front = lanes.for_counter(seat.counter.id)
    if seat.staff is not None:
        front += lanes.for_specialist(seat.staff)
    behind = 0
    for service in seat.counter.services:
        for length, lane in lanes.for_service(service):
            first_ones = list(_until_callable(lane, now, rules))
            front += first_ones
            behind += length - len(first_ones)
    choice = calling.choose(front, seat, now, rules)
    if choice is None:
        return None
    return replace(choice, why=replace(choice.why, passed_over=choice.why.passed_over + behind))


def _until_callable(lane: Iterator[Ticket], now: datetime, rules: Rules) -> Iterator[Ticket]:
    """A lane up to the first who may be called now: nobody behind comes before them."""
    for ticket in lane:
        yield ticket
        if ticket.not_before <= now and not calling.just_called(ticket, now, rules):
            return
