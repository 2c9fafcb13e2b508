"""A visitor asks for a quiet call, or waits elsewhere: told at the kiosk, by phone or at a desk.

A quiet call reaches neither board nor loudspeaker (reading/board.py); staff see it, and fetch.
"""

from vuoro.core.wire.codec import encode
from vuoro.core.wire.desk import DeskCommand, DeskResult
from vuoro.core.wire.follow import CallWish
from vuoro.queue.domain.discreet import wished
from vuoro.queue.domain.moves import WrongMove
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.projection import ticket_row
from vuoro.queue.service.days import ensure_day
from vuoro.queue.service.lobby import LobbyService, Press, Refused
from vuoro.queue.service.refusals import NO_SUCH_TICKET, REFUSALS
from vuoro.queue.service.second_kiosk import NOT_HERE, is_companion
from vuoro.queue.store import Work

EVENT = "ticket.wished"
PHONE = "phone"
"""The actor of what visitors do by the page behind their slip's code."""


def wish(lobby: LobbyService, ticket: str, asked: CallWish, press: Press) -> bytes | Refused:
    """Keep how the visitor with this ticket wants to be called; answers with the wish as kept."""

    def make(work: Work) -> CallWish | Refused:
        after = _after(lobby, work, ticket, asked, press)
        if isinstance(after, Refused):
            return after
        return CallWish(after.silent, after.elsewhere)

    if is_companion(lobby):
        return NOT_HERE
    ensure_day(lobby)
    return lobby.once(press, f"wish:{ticket}", make, encode)


def wish_at_desk(lobby: LobbyService, command: DeskCommand, press: Press) -> bytes | Refused:
    """Staff say it for a visitor, or take it back; it stands in the audit log."""

    def make(work: Work) -> DeskResult | Refused:
        asked = CallWish(command.silent, command.elsewhere)
        after = _after(lobby, work, command.ticket or "", asked, press)
        if isinstance(after, Refused):
            return after
        lobby.audit(work, press, EVENT, number=after.number, detail=_in_short(after))
        return DeskResult(after.version, ticket_row(after))

    if is_companion(lobby):
        return NOT_HERE
    ensure_day(lobby)
    return lobby.once(press, f"wish:{command.ticket}", make, encode)


def _after(
    lobby: LobbyService, work: Work, ticket: str, asked: CallWish, press: Press
) -> Ticket | Refused:
    found = lobby.line.standing(ticket)
    if found is None:
        return NO_SUCH_TICKET
    after = wished(found, asked, has_elsewhere=bool(lobby.office.elsewhere))
    if after is None:
        return REFUSALS[WrongMove.WRONG_STATE]
    if after != found:
        work.record(EVENT, (after,), day=after.day, actor=press.actor, cause=press.key)
        recorded = work.rows[-1]
        assert isinstance(recorded, Ticket)
        return recorded
    return found


def _in_short(ticket: Ticket) -> str:
    told = {"silent": ticket.silent, "elsewhere": ticket.elsewhere}
    return ",".join(name for name, is_wished in told.items() if is_wished)
