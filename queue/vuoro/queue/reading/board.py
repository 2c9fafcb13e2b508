"""Frames of the board: numbers and counters, nothing else."""

from collections.abc import Iterable

from vuoro.core.wire.board import BoardCall, BoardFrame
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.reading.shared import lobby_of
from vuoro.queue.reading.view import View


def full(view: View) -> BoardFrame:
    """The newest calls of the day."""
    calls = view.line.newest_calls.values()
    return _frame(view, (ticket for ticket in calls if not ticket.silent), full=True)


def delta(view: View, tickets: Iterable[Ticket]) -> BoardFrame:
    """What these tickets change on the board."""
    return _frame(view, (ticket for ticket in tickets if ticket.times > 0), full=False)


def _frame(view: View, tickets: Iterable[Ticket], *, full: bool) -> BoardFrame:
    return BoardFrame(
        version=view.line.version,
        full=full,
        now=view.clock.now(),
        lobby=lobby_of(view),
        calls=tuple(_call(view, ticket) for ticket in tickets),
    )


def _call(view: View, ticket: Ticket) -> BoardCall:
    """An undone call has no time any more; it must leave the board, and so must a quiet one.

    Of a quiet call nothing is told but the id, by which an earlier, loud call of it is taken away.
    """
    if ticket.silent:
        return BoardCall(
            ticket.id, "", "", {}, ticket.arrived_at, 0, ticket.language, ticket.version, gone=True
        )
    counter = view.office.counter(ticket.called_to or "")
    return BoardCall(
        id=ticket.id,
        number=ticket.number,
        counter_label=counter.label if counter is not None else "",
        counter=counter.name if counter is not None else {},
        called_at=ticket.called_at or ticket.arrived_at,
        times=ticket.times,
        language=ticket.language,
        version=ticket.version,
        gone=ticket.called_at is None,
        also=ticket.numbers[1:],
    )
