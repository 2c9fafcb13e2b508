"""The line of today in memory: a fold of committed rows, and the mirror's bookings beside it.

Decisions are made by it and frames are made from it; it sees each row once, in the order in which
it was committed.
"""

from collections import OrderedDict, defaultdict, deque
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import islice

from vuoro.core.clock import local
from vuoro.core.wire.desk import TicketState
from vuoro.core.wire.sync import LeaseRow, VisitRow
from vuoro.queue.diary import Diary, start_of
from vuoro.queue.domain.arrival import Arrival, How
from vuoro.queue.domain.booking import PASS, Booking, pass_key
from vuoro.queue.domain.day import ServiceDay
from vuoro.queue.domain.states import WHOLE_LOBBY, BookingMark, CounterState, ServiceState
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.domain.waiting import LONGEST, SAMPLES
from vuoro.queue.lanes import Lanes
from vuoro.queue.store.rows import Row

SHOWN_CALLS = 12


class Line:
    """What is known today. Change it only through its methods."""

    def __init__(self) -> None:
        self.version = 0
        self.day: ServiceDay | None = None
        self.tickets: dict[str, Ticket] = {}
        self.waiting: dict[str, Ticket] = {}
        self.lanes = Lanes()
        self.held: dict[str, str] = {}
        """Counter to the ticket it is busy with."""
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
        self.device = ""
        """Who this lobby is to the backend: only its own leased times may be given."""
        self.spent: set[str] = set()
        """Leased times that were given today."""
        self.diary = Diary()
        self.bookings = self.diary.bookings
        self._arrivals: dict[str, Arrival] = {}
        self._calls: OrderedDict[str, Ticket] = OrderedDict()
        """Tickets that were called, in the order of their newest calls."""

    @property
    def newest_calls(self) -> dict[str, Ticket]:
        """The calls the board may show, oldest first."""
        newest = list(islice(reversed(self._calls.items()), SHOWN_CALLS))
        return dict(reversed(newest))

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

    def put_bookings(self, changed: Mapping[str, Booking | None]) -> None:
        """The mirror has changed: these bookings are so now; None is one that was taken away."""
        self.diary.put(changed)
        self._recognise(booking for booking in changed.values() if booking is not None)

    def forget_mirror(self) -> None:
        """All that the backend told of bookings and visits."""
        self.diary = Diary()
        self.bookings = self.diary.bookings

    def today(self, now: datetime, site: int) -> list[Booking]:
        """The office's bookings of this local date, by start."""
        return [b for b in self.diary.on.get(local(now).date(), ()) if b.site == site]

    def arrival(self, key: str) -> Arrival | None:
        """An arrival of today by its id."""
        return self._arrivals.get(key)

    def visits_elsewhere(self, booking: str) -> list[VisitRow]:
        """Visits by a booking that stand and that this device knows from the backend only."""
        visits = self.diary.visits_of.get(booking, {}).values()
        return [visit for visit in visits if visit.id not in self._arrivals]

    def leases_left(self, service: str, now: datetime) -> list[LeaseRow]:
        """The leased times of today that a walk-in may still be given here, by start."""
        today = local(now).date()
        left = [
            lease
            for lease in self.diary.leases.values()
            if lease.service == service
            and lease.device == self.device
            and lease.id not in self.spent
            and start_of(lease) > now
            and local(start_of(lease)).date() == today
        ]
        return sorted(left, key=lambda lease: (lease.start_ms, lease.id))

    def standing(self, ticket: str) -> Ticket | None:
        """The ticket, or the one that stands for it."""
        found = self.tickets.get(ticket)
        return self.standing(found.merged_into) if found and found.merged_into else found

    def waiting_by_number(self, numbers: AbstractSet[str]) -> Arrival | None:
        """The arrival of an open ticket of this line with one of these numbers."""
        for ticket in self.tickets.values() if numbers else ():
            if ticket.is_open and not numbers.isdisjoint(ticket.numbers):
                return self._arrivals[ticket.arrival]
        return None

    def has_come(self, booking: str) -> bool:
        """Whether the client of a booking is or was here, wherever they gave their name."""
        return booking in self.arrivals_of_booking or bool(self.visits_elsewhere(booking))

    def ticket_of(self, arrival: Arrival) -> Ticket | None:
        """The ticket that an arrival was given."""
        return self.tickets.get(self.by_arrival.get(arrival.id, ""))

    def is_locked(self, service: str = WHOLE_LOBBY) -> bool:
        state = self.services.get(service)
        return state is not None and state.locked

    def _ticket(self, ticket: Ticket) -> None:
        before = self.tickets.get(ticket.id)
        if before is None:
            self._first_seen(ticket)
        self.tickets[ticket.id] = ticket
        if ticket.lease is not None:
            self.spent.add(ticket.lease)
        self.by_token[ticket.token] = ticket.merged_into or ticket.id
        waited = self.waiting.pop(ticket.id, None)
        if waited is not None:
            self.lanes.remove(waited)
        if ticket.state is TicketState.WAITING:
            self.waiting[ticket.id] = ticket
            self.lanes.add(ticket)
        self._hold(ticket, before)
        self._called(ticket, before)
        was_done = before is not None and before.state is TicketState.DONE
        if ticket.state is TicketState.DONE and not was_done:
            self.sample(ticket)
        if before is not None and was_done and ticket.state is not TicketState.DONE:
            self._forget_sample(before)

    def _hold(self, ticket: Ticket, before: Ticket | None) -> None:
        left = before.counter if before is not None and before.is_held else None
        if left is not None and self.held.get(left) == ticket.id:
            del self.held[left]
        if ticket.is_held and ticket.counter is not None:
            self.held[ticket.counter] = ticket.id

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
        """An undone call leaves the board; an undone repetition keeps its place."""
        if ticket.called_at is None:
            self._calls.pop(ticket.id, None)
            return
        self._calls[ticket.id] = ticket
        if before is None or before.times != ticket.times:
            self._calls.move_to_end(ticket.id)

    def _first_seen(self, ticket: Ticket) -> None:
        self.by_arrival[ticket.arrival] = ticket.id
        self.given[ticket.series] = max(self.given[ticket.series], ticket.n)

    def _arrival(self, arrival: Arrival) -> None:
        before = self._arrivals.get(arrival.id)
        self._arrivals[arrival.id] = arrival
        if before is None and arrival.how in (How.WALK_IN, How.STAFF):
            self.given_for[arrival.service, ""] += 1
            self.given_for[arrival.service, arrival.device] += 1
        if before is not None and before.booking != arrival.booking:
            for key in self._keys(before):
                if self._stands(before, self.arrivals_of_booking, key):
                    del self.arrivals_of_booking[key]
        for key in self._keys(arrival):
            if not arrival.voided:
                self.arrivals_of_booking[key] = arrival
            elif self._stands(before, self.arrivals_of_booking, key):
                del self.arrivals_of_booking[key]
        known = before.identity_index if before is not None else None
        if known is not None and self._stands(before, self.arrivals_of_index, known):
            del self.arrivals_of_index[known]
        if arrival.identity_index is not None and not arrival.voided:
            self.arrivals_of_index[arrival.identity_index] = arrival

    @staticmethod
    def _stands(before: Arrival | None, known: dict[str, Arrival], key: str) -> bool:
        return before is not None and key in known and known[key].id == before.id

    def _keys(self, arrival: Arrival) -> tuple[str, ...]:
        """What a booking is here by: its id, or the pass that was shown before its row came."""
        if arrival.booking is None:
            return ()
        booking = self.diary.of_pass.get(arrival.booking.removeprefix(PASS))
        return (arrival.booking,) if booking is None else (arrival.booking, booking.id)

    def recognise_all(self) -> None:
        """The diary was filled: whose client has come before?"""
        self._recognise(self.bookings.values())

    def _recognise(self, bookings: Iterable[Booking]) -> None:
        """Bookings whose client came by the pass before the row did."""
        for booking in bookings:
            came = self.arrivals_of_booking.get(pass_key(booking.pass_id))
            if came is not None:
                self.arrivals_of_booking.setdefault(booking.id, came)

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
        self.lanes.clear()
        self._calls.clear()
        self.by_arrival, self.by_token, self._arrivals = {}, {}, {}
        self.spent.clear()
        self.arrivals_of_booking, self.arrivals_of_index, self.marks = {}, {}, {}
        self.given.clear()
        self.given_for.clear()


def _took(ticket: Ticket) -> float | None:
    """Minutes from the beginning of the service to its end.

    None where the clock was set back in between, or so far ahead that nobody was served so long.
    """
    if ticket.served_at is None or ticket.ended_at is None:
        return None
    took = (ticket.ended_at - ticket.served_at).total_seconds() / 60
    return took if 0 <= took <= LONGEST else None
