"""What staff do with a ticket after it was called, and walk-ins they add themselves."""

import orjson

from vuoro.core.wire.codec import encode
from vuoro.core.wire.desk import DeskCommand, DeskResult
from vuoro.queue.domain.arrival import How
from vuoro.queue.domain.moves import Move, Target, WrongMove, move
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.projection import ticket_row
from vuoro.queue.service.calling import recorded
from vuoro.queue.service.days import ensure_day
from vuoro.queue.service.issuing import NewTicket, issue, spoken
from vuoro.queue.service.lobby import LobbyService, Press, Refused
from vuoro.queue.service.refusals import NO_SUCH_TICKET, REFUSALS
from vuoro.queue.service.second_kiosk import NOT_HERE, is_companion
from vuoro.queue.store import Work

_EVENTS = {
    Move.AGAIN: "ticket.called",
    Move.SERVE: "ticket.serving",
    Move.BACK: "ticket.returned",
    Move.MISS: "ticket.missed",
    Move.PARK: "ticket.parked",
    Move.TRANSFER: "ticket.transferred",
    Move.DONE: "ticket.done",
    Move.LEAVE: "ticket.left",
    Move.UNDO: "ticket.undone",
}


def move_ticket(
    lobby: LobbyService, what: Move, command: DeskCommand, press: Press
) -> bytes | Refused:
    """Carry out a move other than a call."""

    def make(work: Work) -> DeskResult | Refused:
        ticket = lobby.line.tickets.get(command.ticket or "")
        if ticket is None:
            return NO_SUCH_TICKET
        if what is Move.UNDO and command.version not in (None, ticket.version):
            return REFUSALS[WrongMove.WRONG_STATE]
        target = _target(lobby, what, command, press)
        if isinstance(target, Refused):
            return target
        held = lobby.line.held.get(_counter_after(ticket) if what is Move.UNDO else "")
        moved = move(ticket, what, target, lobby.now, lobby.office.rules, held)
        if isinstance(moved, WrongMove):
            return REFUSALS[moved]
        counter = ticket.counter or command.counter or ""
        return recorded(lobby, work, moved, _EVENTS[what], counter, press)

    if is_companion(lobby):
        return NOT_HERE
    ensure_day(lobby)
    return lobby.once(press, f"{what.value}:{command.ticket}", make, encode)


def add_walk_in(lobby: LobbyService, command: DeskCommand, press: Press) -> bytes | Refused:
    """Staff give a number to somebody, also beyond the contingent or outside opening hours."""

    def make(work: Work) -> DeskResult | Refused:
        service = lobby.office.service(command.service or "")
        if service is None:
            return Refused("no_such_service", "Choose a service for the new client.", status=422)
        new = NewTicket(
            service,
            How.STAFF,
            spoken(lobby, command.language),
            device="staff",
            urgent=command.urgent,
            actor=press.actor,
        )
        ticket = issue(lobby, work, new)
        lobby.audit(work, press, "ticket.issued", number=ticket.number)
        return DeskResult(work.rows[0].version, ticket_row(ticket, work.rows[0].version))

    ensure_day(lobby)
    return lobby.once(press, "walk-in", make, encode)


def _target(
    lobby: LobbyService, what: Move, command: DeskCommand, press: Press
) -> Target | Refused:
    if what is not Move.TRANSFER:
        # Who sits at a counter leaves the others' clients alone; who stands may help anywhere.
        seat = lobby.counter_of(press.actor)
        return Target(seat.id if seat is not None else None, outcome=command.outcome[:80])
    service, counter = command.service, command.counter
    if service is not None and lobby.office.service(service) is None:
        return Refused("no_such_service", "There is no such service in this office.", status=422)
    if counter is not None and lobby.office.counter(counter) is None:
        return Refused("no_such_counter", "There is no such counter in this office.", status=422)
    if service is None and counter is None:
        return Refused("no_target", "Choose the service or the counter to transfer to.", status=422)
    return Target(counter, service)


def _counter_after(ticket: Ticket) -> str:
    """The counter that an undo gives the ticket back to."""
    undo = orjson.loads(ticket.undo) if ticket.undo else {}
    return str(undo.get("counter", ticket.counter) or "")
