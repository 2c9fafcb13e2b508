"""The tickets of today as their visitors may follow them outside the office, for the backend."""

from vuoro.core.wire.desk import TicketState
from vuoro.core.wire.following import FollowedTicket, follow_key
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.reading import follow
from vuoro.queue.reading.view import View

OLD_AFTER = 30.0
"""Seconds after which waits are estimated anew though nothing has happened."""


class Followed:
    """Counted anew only where something has changed: estimates of a long line cost something."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._keys: dict[str, str] = {}
        self._known: dict[str, FollowedTicket] = {}
        self._counted: tuple[int, str, float] | None = None

    def tickets(self) -> dict[str, FollowedTicket]:
        """By key, every ticket of today; two numbers of one visit show what stands for both."""
        line, mono = self._view.line, self._view.clock.mono()
        day = line.day.day if line.day is not None else ""
        counted = self._counted
        if counted is None or counted[:2] != (line.version, day) or mono - counted[2] > OLD_AFTER:
            self._counted = (line.version, day, mono)
            self._known = self._count()
        return self._known

    def ticket_of(self, key: str) -> Ticket | None:
        """The ticket behind a key of today."""
        token = next((token for token, each in self._keys.items() if each == key), "")
        return self._view.line.standing(self._view.line.by_token.get(token, ""))

    def _count(self) -> dict[str, FollowedTicket]:
        line = self._view.line
        self._keys = {token: self._keys.get(token) or follow_key(token) for token in line.by_token}
        before = {ticket.key: ticket for ticket in self._known.values()}
        found: dict[str, FollowedTicket] = {}
        for token, key in self._keys.items():
            ticket = line.standing(line.by_token[token])
            if ticket is not None:
                found[key] = _told(self._view, ticket, key, before.get(key))
        return found


def _told(view: View, ticket: Ticket, key: str, before: FollowedTicket | None) -> FollowedTicket:
    is_over = ticket.state in (TicketState.DONE, TicketState.LEFT)
    if is_over and before is not None and before.state == "over":
        return before
    frame = follow.frame(view, ticket)
    return FollowedTicket(
        key=key,
        number=frame.number,
        language=frame.language,
        state=frame.state,
        ahead=frame.ahead,
        wait=frame.wait,
        counter_label=frame.counter_label,
        times=frame.times,
        silent=frame.silent,
        elsewhere=frame.elsewhere,
        has_elsewhere=frame.has_elsewhere,
    )
