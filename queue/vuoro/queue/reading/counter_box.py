"""Frames of the box at a counter: what its counter is doing."""

from vuoro.core.wire.counter import CounterFrame, CounterUse
from vuoro.core.wire.desk import TicketState
from vuoro.queue.domain.office import Counter
from vuoro.queue.reading.view import View


def frame(view: View, counter: str) -> CounterFrame:
    """What the counter with this id is doing."""
    line = view.line
    use, called_at = CounterUse.CLOSED, None
    ticket = line.tickets.get(line.held.get(counter, ""))
    state = line.counters.get(counter)
    if ticket is not None and ticket.state is TicketState.CALLED:
        use, called_at = CounterUse.CALLED, ticket.called_at
    elif ticket is not None:
        use = CounterUse.SERVING
    elif state is not None and state.staff is not None:
        use = CounterUse.FREE
    return CounterFrame(line.version, view.clock.now(), use, called_at)


def labelled(view: View, label: str) -> Counter | None:
    """The counter that has this label on the board."""
    return next((counter for counter in view.office.counters if counter.label == label), None)
