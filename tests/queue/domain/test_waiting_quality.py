"""Whether the wait that people are told comes true: days of an office, played minute by minute.

The office calls by the real rules and keeps the real line; only arrivals and services are drawn,
from a seeded source. Everybody who comes without a booking is told an interval; then we see.
"""

import heapq
import math
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from statistics import fmean
from uuid import UUID

import pytest

from vuoro.core.wire.common import WaitInterval
from vuoro.core.wire.desk import TicketKind, TicketState
from vuoro.queue.domain import due
from vuoro.queue.domain.arrival import Arrival, How
from vuoro.queue.domain.booking import Booking
from vuoro.queue.domain.calling import Seat, choose
from vuoro.queue.domain.day import ServiceDay
from vuoro.queue.domain.due import Due
from vuoro.queue.domain.moves import Move, Target, move
from vuoro.queue.domain.office import Counter, Office, Service, WalkIns
from vuoro.queue.domain.states import BookingMark, CounterState
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.line import Line
from vuoro.queue.service.estimates import estimate

FIRST_MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
OPEN_MINUTES = 300
BOOKED_EVERY = 45
ABSENT_SHARE = 0.15
BREAK_SHARE = 0.06
"""How many of a clerk's services are followed by a break of five to ten minutes."""


def office_with(counters: int, specialists: int) -> Office:
    """Advice at the counters, interviews with the specialists, who take walk-ins when free."""
    advice = Service("advice", {"en": "Advice"}, "A", target_minutes=15, expected_minutes=8)
    start = Service("start", {"en": "Starting"}, "B", target_minutes=25, expected_minutes=20)
    talk = Service("talk", {"en": "Talk"}, "B", expected_minutes=30, at_kiosk=False)
    at_counters = tuple(
        Counter(f"counter-{n}", str(n), {}, ("advice", "start")) for n in range(counters)
    )
    in_rooms = tuple(
        Counter(f"room-{n}", str(n), {}, ("talk", "start"), WalkIns.WHEN_FREE)
        for n in range(specialists)
    )
    places = at_counters + in_rooms
    name = {"en": "Office"}
    return Office(1, UUID(int=1), name, {}, "advice", {}, (advice, start, talk), places)


@dataclass(frozen=True)
class Told:
    """What somebody was told, and how long they waited (minutes)."""

    interval: WaitInterval
    waited: float


@dataclass
class Morning:
    """One office over several days. ``pace`` is how much longer services take than expected."""

    office: Office
    draw: random.Random
    pace: float
    draw_minutes: Callable[[random.Random, float], float]
    walk_ins_an_hour: float
    line: Line = field(default_factory=Line)
    events: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)
    told: dict[str, tuple[datetime, WaitInterval]] = field(default_factory=dict)
    came_true: list[Told] = field(default_factory=list)
    idle: dict[str, datetime] = field(default_factory=dict)

    def play(self, day: int) -> list[Told]:
        """A whole day; what people were told in it, beside what became of them."""
        opens = FIRST_MORNING + timedelta(days=day)
        self.came_true, self.told = [], {}
        self.line.apply([ServiceDay(opens.date().isoformat(), opens)])
        for counter in self.office.counters:
            self.line.apply([CounterState(counter.id, staff=f"staff-{counter.id}")])
            self.idle[counter.id] = opens
        self._book(opens)
        self._let_in(opens)
        for minute in range(OPEN_MINUTES + 300):
            self._at(opens + timedelta(minutes=minute), self._look)
        while self.events:
            now, _, happens = heapq.heappop(self.events)
            happens(now)
        return self.came_true

    def _at(self, moment: datetime, happens: Callable[[datetime], None]) -> None:
        heapq.heappush(self.events, (moment, next(self.order), happens))

    def _book(self, opens: datetime) -> None:
        bookings = [
            Booking(f"{room.id}-{opens.date()}-{minute}", f"pass-{room.id}-{minute}", 1, 1, "talk",
                    opens + timedelta(minutes=minute), 30, specialist=f"staff-{room.id}")
            for room in self.office.counters
            if "talk" in room.services
            for minute in range(15, OPEN_MINUTES - 30, BOOKED_EVERY)
        ]  # fmt: skip
        self.line.put_bookings({booking.id: booking for booking in bookings})
        for booking in bookings:
            if self.draw.random() > ABSENT_SHARE:
                early = timedelta(minutes=self.draw.gauss(8, 6))
                self._at(booking.start - early, self._comes(booking))
            self._at(booking.start + timedelta(minutes=21), self._absent(booking))

    def _let_in(self, opens: datetime) -> None:
        """Half of a day's walk-ins come in the first two hours."""
        moment = opens
        while moment < opens + timedelta(minutes=OPEN_MINUTES):
            busy = 1.4 if moment < opens + timedelta(minutes=120) else 0.8
            gap = self.draw.expovariate(busy * self.walk_ins_an_hour / 60)
            moment += timedelta(minutes=gap)
            self._at(moment, self._walks_in)

    def _walks_in(self, now: datetime) -> None:
        key = "advice" if self.draw.random() < 0.75 else "start"
        service = self.office.service(key)
        assert service is not None
        ticket = self._give(now, service, due.walk_in(now, service))
        _, interval = estimate(self.line, self.office, ticket, now)
        self.told[ticket.id] = (now, interval)
        self._look(now)

    def _comes(self, booking: Booking) -> Callable[[datetime], None]:
        def happens(now: datetime) -> None:
            service = self.office.service(booking.service)
            assert service is not None
            when = due.booked(now, booking, service, self.office.rules)
            self._give(now, service, when, booking)
            self._look(now)

        return happens

    def _absent(self, booking: Booking) -> Callable[[datetime], None]:
        def happens(now: datetime) -> None:
            if booking.id not in self.line.arrivals_of_booking:
                self.line.apply([BookingMark(booking.id, "", absent_at=now)])

        return happens

    def _give(
        self, now: datetime, service: Service, when: Due, booking: Booking | None = None
    ) -> Ticket:
        n = next(self.order)
        key = booking.id if booking is not None else None
        arrival = Arrival(f"arrival-{n}", "", How.WALK_IN, now, "", "kiosk", service.id, key)
        kind = TicketKind.WALK_IN if booking is None else TicketKind.BOOKED
        ticket = Ticket(
            id=f"{n:06}", arrival=arrival.id, day="", series=service.letter, n=n, number="",
            receipt="", token=str(n), service=service.id, language="fi", kind=kind,
            state=TicketState.WAITING, arrived_at=now, due_at=when.at, not_before=when.not_before,
            booking=key, booked_start=booking.start if booking is not None else None,
            specialist=booking.specialist if booking is not None else None,
        )  # fmt: skip
        self.line.apply([arrival, ticket])
        return ticket

    def _look(self, now: datetime) -> None:
        """Whoever is free presses Next."""
        for counter in self.office.counters:
            if counter.id not in self.line.held and self.idle[counter.id] <= now:
                self._next(counter, now)

    def _next(self, counter: Counter, now: datetime) -> None:
        choice = choose(
            self.line.waiting.values(), self._seat(counter, now), now, self.office.rules
        )
        if choice is None:
            return
        called = self._moved(choice.ticket, Move.CALL, now, counter.id)
        serving = self._moved(called, Move.SERVE, now)
        if called.id in self.told:
            came, interval = self.told.pop(called.id)
            self.came_true.append(Told(interval, (now - came).total_seconds() / 60))
        expected = {s.id: s.expected_minutes for s in self.office.services}[called.service]
        took = max(self.draw_minutes(self.draw, expected * self.pace), 0.5)
        self._at(now + timedelta(minutes=took), lambda at: self._ends(serving, at))

    def _ends(self, ticket: Ticket, now: datetime) -> None:
        self._moved(ticket, Move.DONE, now)
        pause = self.draw.uniform(5, 10) if self.draw.random() < BREAK_SHARE else 0.5
        counter = ticket.counter
        assert counter is not None
        self.idle[counter] = now + timedelta(minutes=pause)
        self._at(self.idle[counter], self._look)

    def _moved(
        self, ticket: Ticket, what: Move, now: datetime, counter: str | None = None
    ) -> Ticket:
        after = move(ticket, what, Target(counter), now, self.office.rules, None)
        assert isinstance(after, Ticket)
        self.line.apply([after])
        return after

    def _seat(self, counter: Counter, now: datetime) -> Seat:
        staff = f"staff-{counter.id}"
        coming = (
            b.start for b in self.line.bookings.values()
            if b.specialist == staff and b.end > now
            and b.id not in self.line.arrivals_of_booking and b.id not in self.line.marks
        )  # fmt: skip
        expected = {s.id: s.expected_minutes for s in self.office.services}
        return Seat(counter, staff, expected, min(coming, default=None))


Draw = Callable[[random.Random, float], float]


def gamma_minutes(draw: random.Random, mean: float) -> float:
    """Service times that spread by three quarters of their mean."""
    shape = 1 / 0.75**2
    return draw.gammavariate(shape, mean / shape)


def lognormal_minutes(draw: random.Random, mean: float) -> float:
    """The same with a longer tail: the odd client who takes an hour."""
    variance = math.log(1 + 0.8**2)
    return draw.lognormvariate(math.log(mean) - variance / 2, math.sqrt(variance))


@dataclass(frozen=True)
class Plan:
    """An office about as busy as it can bear, and how many mornings of it are looked at."""

    counters: int
    specialists: int
    walk_ins_an_hour: int
    mornings: int


OFFICES = {
    "two counters": Plan(2, 0, 10, mornings=10),
    "a usual office": Plan(3, 2, 18, mornings=4),
    "a large one": Plan(5, 3, 30, mornings=2),
}


def played(plan: Plan, off_by: float, draw: Draw) -> tuple[list[Told], list[Told]]:
    """What was told on first mornings, and on the next, when services have been measured."""
    first, later = [], []
    for seed in range(plan.mornings):
        office = office_with(plan.counters, plan.specialists)
        walk_ins = plan.walk_ins_an_hour / off_by
        morning = Morning(office, random.Random(seed), off_by, draw, walk_ins)
        first += morning.play(0)
        later += morning.play(1)
    return first, later


def share(told: Iterable[Told], figure: Callable[[WaitInterval], int]) -> float:
    return fmean(each.waited <= figure(each.interval) for each in told)


DRAWS: dict[float, Draw] = {0.7: gamma_minutes, 1.0: lognormal_minutes, 1.3: gamma_minutes}
"""How much longer services take than the office has guessed, and how they spread."""


@pytest.mark.parametrize("office", OFFICES)
def test_what_people_are_told_comes_true(office: str) -> None:
    """Nine of ten within the upper figure; half within the likely one (0.4 to 0.7: it is rounded).

    On the first morning, with nothing measured and a guess that is up to 30 % wrong, this holds for
    all guesses together, and 0.85 where services take 30 % longer than guessed.
    """
    mornings = [played(OFFICES[office], off_by, draw) for off_by, draw in DRAWS.items()]
    everybody = [told for first, _ in mornings for told in first]

    assert share(everybody, lambda interval: interval.at_most) >= 0.9
    for first, later in mornings:
        assert min(len(first), len(later)) > 150
        assert share(first, lambda interval: interval.at_most) >= 0.85
        assert share(later, lambda interval: interval.at_most) >= 0.9
        assert 0.4 <= share(first, lambda interval: interval.likely) <= 0.7
        assert 0.4 <= share(later, lambda interval: interval.likely) <= 0.7


@pytest.mark.parametrize("office", OFFICES)
def test_what_people_are_told_is_narrow_enough_to_plan_by(office: str) -> None:
    _, told = played(OFFICES[office], 1.0, gamma_minutes)
    long = [each.interval for each in told if each.interval.likely >= 20]

    assert len(long) > 20
    assert max(interval.at_most / interval.likely for interval in long) <= 3
    assert fmean(interval.at_most / interval.likely for interval in long) <= 2
