"""Whom Next would call, found at the fronts of the lanes."""

from collections.abc import Iterator
from dataclasses import replace

from vuoro.queue.domain import calling
from vuoro.queue.domain.calling import Choice, Seat
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.service.lobby import LobbyService


def choose(lobby: LobbyService, seat: Seat) -> Choice | None:
    """The same choice as among all who wait (``calling.choose``), from those who can be first."""
    lanes, now, rules = lobby.line.lanes, lobby.now, lobby.office.rules
    front = lanes.for_counter(seat.counter.id)
    if seat.staff is not None:
        front += lanes.for_specialist(seat.staff)
    behind = 0
    for service in seat.counter.services:
        for length, lane in lanes.for_service(service):
            first_ones = list(_until_callable(lobby, lane))
            front += first_ones
            behind += length - len(first_ones)
    choice = calling.choose(front, seat, now, rules)
    if choice is None:
        return None
    return replace(choice, why=replace(choice.why, passed_over=choice.why.passed_over + behind))


def _until_callable(lobby: LobbyService, lane: Iterator[Ticket]) -> Iterator[Ticket]:
    """A lane up to the first who may be called now: nobody behind them in this lane comes before them."""
    now, rules = lobby.now, lobby.office.rules
    for ticket in lane:
        yield ticket
        if ticket.not_before <= now and not calling.just_called(ticket, now, rules):
            return
