"""Two numbers are one visit: one ticket stands, the other number is called with it (§3.9 row 2)."""

from dataclasses import replace

from vuoro.core.wire.desk import TicketState
from vuoro.queue.domain.arrival import Arrival
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.service.lobby import LobbyService
from vuoro.queue.store import Work

MERGED = "merged"


def merge(
    lobby: LobbyService, work: Work, lost: Arrival, alias: Ticket, kept: Ticket, actor: str
) -> Ticket:
    """The number of ``alias`` becomes another one of the ticket that stands, which is given back.

    Whoever came first was here first: the earlier times count.
    """
    gone = replace(lost, voided=True)
    other = replace(
        alias,
        state=TicketState.LEFT,
        counter=None,
        ended_at=lobby.now,
        outcome=MERGED,
        undo="",
        also="",
        merged_into=kept.id,
    )
    standing = replace(
        kept,
        also=",".join(dict.fromkeys((*kept.numbers[1:], *alias.numbers))),
        arrived_at=min(kept.arrived_at, alias.arrived_at),
        due_at=min(kept.due_at, alias.due_at),
        not_before=min(kept.not_before, alias.not_before),
        urgent=kept.urgent or alias.urgent,
        silent=kept.silent or alias.silent,
        elsewhere=kept.elsewhere or alias.elsewhere,
    )
    # First into which visit the other one goes: whoever hears only so far has lost nobody.
    beside = {"into": kept.arrival}
    n = work.record("ticket.merged", (gone, standing), day=kept.day, actor=actor, beside=beside)
    work.record("alias.joined", (gone, other), day=alias.day, actor=actor)
    return replace(standing, version=n)
