"""The line of today in memory: a fold of committed rows, and the mirror's bookings beside it.

Two of them live in a lobby service: the writer decides by one, the readers show the other. Both see each row once, in
the order in which it was committed.
"""

from collections import OrderedDict, defaultdict, deque
from collections.abc import Iterable
from datetime import date, datetime

from vuoro.core.clock import local
from vuoro.core.wire.desk import TicketState
from vuoro.queue.domain.arrival import Arrival, How
from vuoro.queue.domain.booking import Booking
from vuoro.queue.domain.day import ServiceDay
from vuoro.queue.domain.states import WHOLE_LOBBY, BookingMark, CounterState, ServiceState
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.domain.waiting import SAMPLES
from vuoro.queue.store.rows import Row

SHOWN_CALLS = 12


class Line:
    """What is known today. Change it only through its methods."""

    def __init__(self) -> None:
        self.version = 0
        self.day: ServiceDay | None = None
        self.tickets: dict[str, Ticket] = {}
        self.waiting: dict[str, Ticket] = {}
        self.held: dict[str, str] = {}
        """Counter to the ticket it is busy with."""
        self.newest_calls: OrderedDict[str, Ticket] = OrderedDict()
        """The calls the board may show, oldest first."""
        self.by_arrival: dict[str, str] = {}
        self.by_token: dict[str, str] = {}
        self.arrivals_of_booking: dict[str, Arrival] = {}
        self.arrivals_of_index: dict[str, Arrival] = {}
        self.counters: dict[str, CounterState] = {}
        self.services: dict[str, ServiceState] = {}
        self.marks: dict[str, BookingMark] = {}
        self.given: defaultdict[str, int] = defaultdict(int)
        """Series to the highest position given today."""
        self.given_for: defaultdict[tuple[str, str], int] = defaultdict(int)
        """(service, device or "") to the walk-in numbers given today."""
        self.durations: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=SAMPLES))
        self.bookings: dict[str, Booking] = {}
        self.booking_of_pass: dict[str, Booking] = {}
        self.bookings_on: defaultdict[date, list[Booking]] = defaultdict(list)
        self._arrivals: dict[str, Arrival] = {}

    def apply(self, rows: Iterable[Row]) -> None:
        """Take in rows that were committed."""
        for row in rows:
            self.version = max(self.version, row.version)
            match row:
                case Ticket():
                    self._ticket(row)
                case Arrival():
                    self._arrival(row)
                case CounterState():
                    self.counters[row.id] = row
                case ServiceState():
                    self.services[row.id] = row
                case BookingMark():
                    self._mark(row)
                case ServiceDay():
                    self._day(row)

    def replace_bookings(self, bookings: Iterable[Booking]) -> None:
        """The mirror has changed: these are the bookings it holds now."""
        self.bookings = {booking.id: booking for booking in bookings}
        self.booking_of_pass = {booking.pass_id: booking for booking in self.bookings.values()}
        self.bookings_on = defaultdict(list)
        for booking in sorted(
            self.bookings.values(), key=lambda booking: (booking.start, booking.id)
        ):
            self.bookings_on[local(booking.start).date()].append(booking)

    def today(self, now: datetime, site: int) -> list[Booking]:
        """The office's bookings of this local date, by start."""
        return [b for b in self.bookings_on.get(local(now).date(), ()) if b.site == site]

    def ticket_of(self, arrival: Arrival) -> Ticket | None:
        """The ticket that an arrival was given."""
        return self.tickets.get(self.by_arrival.get(arrival.id, ""))

    def is_locked(self, service: str = WHOLE_LOBBY) -> bool:
        state = self.services.get(service)
        return state is not None and state.locked

    def _ticket(self, ticket: Ticket) -> None:
        before = self.tickets.get(ticket.id)
        if before is not None and before.is_held and before.counter is not None:
            self.held.pop(before.counter, None)
        if before is None:
            self._first_seen(ticket)
        self.tickets[ticket.id] = ticket
        if ticket.state is TicketState.WAITING:
            self.waiting[ticket.id] = ticket
        else:
            self.waiting.pop(ticket.id, None)
        if ticket.is_held and ticket.counter is not None:
            self.held[ticket.counter] = ticket.id
        self._called(ticket, before)
        was_done = before is not None and before.state is TicketState.DONE
        if ticket.state is TicketState.DONE and not was_done:
            self.sample(ticket)
        if before is not None and was_done and ticket.state is not TicketState.DONE:
            self._forget_sample(before)

    def sample(self, ticket: Ticket) -> None:
        """Remember how long a served client took."""
        took = _took(ticket)
        if took is not None:
            self.durations[ticket.service].append(took)

    def _forget_sample(self, ticket: Ticket) -> None:
        """The service was not over after all."""
        took = _took(ticket)
        if took is not None and took in self.durations[ticket.service]:
            self.durations[ticket.service].remove(took)

    def _called(self, ticket: Ticket, before: Ticket | None) -> None:
        if ticket.called_at is None:
            self.newest_calls.pop(ticket.id, None)
            return
        known = ticket.id in self.newest_calls
        if not known and before is not None and before.times == ticket.times:
            return
        self.newest_calls[ticket.id] = ticket
        if before is None or before.times != ticket.times:
            self.newest_calls.move_to_end(ticket.id)
        while len(self.newest_calls) > SHOWN_CALLS:
            self.newest_calls.popitem(last=False)

    def _first_seen(self, ticket: Ticket) -> None:
        self.by_arrival[ticket.arrival] = ticket.id
        self.by_token[ticket.token] = ticket.id
        self.given[ticket.series] = max(self.given[ticket.series], ticket.n)

    def _arrival(self, arrival: Arrival) -> None:
        before = self._arrivals.get(arrival.id)
        self._arrivals[arrival.id] = arrival
        if before is None and arrival.how in (How.WALK_IN, How.STAFF):
            self.given_for[arrival.service, ""] += 1
            self.given_for[arrival.service, arrival.device] += 1
        if before is not None and before.booking is not None:
            self.arrivals_of_booking.pop(before.booking, None)
        if arrival.voided:
            return
        if arrival.booking is not None:
            self.arrivals_of_booking[arrival.booking] = arrival
        if arrival.identity_index is not None:
            self.arrivals_of_index[arrival.identity_index] = arrival

    def _mark(self, mark: BookingMark) -> None:
        if mark.absent_at is None:
            self.marks.pop(mark.id, None)
        else:
            self.marks[mark.id] = mark

    def _day(self, day: ServiceDay) -> None:
        if day.closed_at is not None:
            return
        self.day = day
        self.tickets, self.waiting, self.held = {}, {}, {}
        self.newest_calls.clear()
        self.by_arrival, self.by_token, self._arrivals = {}, {}, {}
        self.arrivals_of_booking, self.arrivals_of_index, self.marks = {}, {}, {}
        self.given.clear()
        self.given_for.clear()


def _took(ticket: Ticket) -> float | None:
    """Minutes from the beginning of the service to its end; a clock that was set back in between gives none."""
    if ticket.served_at is None or ticket.ended_at is None or ticket.ended_at < ticket.served_at:
        return None
    return (ticket.ended_at - ticket.served_at).total_seconds() / 60
