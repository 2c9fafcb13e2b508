"""Frames of the phone page: one ticket, without names."""

from vuoro.core.wire.common import WaitInterval
from vuoro.core.wire.desk import TicketState
from vuoro.core.wire.follow import FollowFrame, FollowState
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.reading.view import View
from vuoro.queue.service.estimates import estimate

_STATES = {
    TicketState.WAITING: FollowState.WAITING,
    TicketState.CALLED: FollowState.CALLED,
    TicketState.SERVING: FollowState.SERVING,
    TicketState.PARKED: FollowState.PARKED,
    TicketState.MISSED: FollowState.MISSED,
    TicketState.DONE: FollowState.OVER,
    TicketState.LEFT: FollowState.OVER,
}


def frame(view: View, ticket: Ticket) -> FollowFrame:
    """Where a ticket is. One that came by identity code is told no more than anybody would be."""
    ahead: int | None = None
    wait: WaitInterval | None = None
    if ticket.state is TicketState.WAITING and not ticket.uniform:
        ahead, wait = estimate(view.line, view.office, ticket, view.clock.now())
    called = ticket.state in (TicketState.CALLED, TicketState.SERVING)
    counter = view.office.counter(ticket.called_to or "") if called else None
    return FollowFrame(
        version=ticket.version,
        now=view.clock.now(),
        number=" / ".join(ticket.numbers),
        language=ticket.language,
        office=view.office.name,
        where=view.office.where,
        state=_STATES[ticket.state],
        ahead=ahead,
        wait=wait,
        counter_label=counter.label if counter is not None else "",
        counter=counter.name if counter is not None else {},
        times=ticket.times,
        silent=ticket.silent,
        elsewhere=ticket.elsewhere,
        elsewhere_name=view.office.elsewhere,
        has_elsewhere=bool(view.office.elsewhere),
    )
