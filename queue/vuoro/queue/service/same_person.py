"""A desk says that two tickets are one person's (offline_sync §3.9 row 10)."""

from vuoro.core.wire.codec import encode
from vuoro.core.wire.desk import DeskCommand, DeskResult, TicketKind
from vuoro.queue.domain.moves import Move, Target, WrongMove, move
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.projection import ticket_row
from vuoro.queue.service.days import ensure_day
from vuoro.queue.service.lobby import LobbyService, Press, Refused
from vuoro.queue.service.merging import merge
from vuoro.queue.service.refusals import NO_SUCH_TICKET, REFUSALS
from vuoro.queue.service.second_kiosk import NOT_HERE, is_companion
from vuoro.queue.store import Work

BOOKED_STAYS = Refused(
    "booked_stays", "A number with a booking stands by itself: join the other one to it.", 422
)


def same_person(lobby: LobbyService, command: DeskCommand, press: Press) -> bytes | Refused:
    """Let the number of ``ticket`` be another one of ``into``, and nobody wait by it any more.

    There is no way back: the backend is told that the two are one visit.
    """

    def make(work: Work) -> DeskResult | Refused:
        alias = lobby.line.tickets.get(command.ticket or "")
        kept = lobby.line.tickets.get(command.into or "")
        lost = lobby.line.arrival(alias.arrival) if alias is not None else None
        if alias is None or kept is None or lost is None:
            return NO_SUCH_TICKET
        refusal = _why_not(lobby, alias, kept, press)
        if refusal is not None:
            return refusal
        standing = merge(lobby, work, lost, alias, kept, press.actor)
        lobby.audit(work, press, "ticket.merged", number=alias.number, detail=kept.number)
        return DeskResult(standing.version, ticket_row(standing))

    if is_companion(lobby):
        return NOT_HERE
    ensure_day(lobby)
    return lobby.once(press, f"merge:{command.ticket}", make, encode)


def _why_not(lobby: LobbyService, alias: Ticket, kept: Ticket, press: Press) -> Refused | None:
    """Who may be marked as left may be joined to another, but not who came by a booking."""
    seat = lobby.counter_of(press.actor)
    here = Target(seat.id if seat is not None else None)
    left = move(alias, Move.LEAVE, here, lobby.now, lobby.office.rules, None)
    if isinstance(left, WrongMove):
        return REFUSALS[left]
    if alias.id == kept.id or not kept.is_open:
        return REFUSALS[WrongMove.WRONG_STATE]
    if kept.is_held and here.counter not in (None, kept.counter):
        return REFUSALS[WrongMove.ANOTHER_COUNTER]
    return BOOKED_STAYS if alias.kind is TicketKind.BOOKED else None
