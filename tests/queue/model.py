"""The lobby as its rules have it (lobby.md): what the state machine compares the service with."""

import copy
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis.stateful import RuleBasedStateMachine

from tests.queue.world import OFFICE, START, World, office
from vuoro.core.clock import local
from vuoro.core.wire.kiosk import ArrivalResult
from vuoro.queue.domain.moves import Move
from vuoro.queue.line import Line
from vuoro.queue.service.days import ensure_day

SEATS = {"staff1": "p1", "staff2": "p2", "staff3": "p3"}
SERVES = {"p1": {"neuvonta", "aloitus"}, "p2": {"neuvonta"}, "p3": {"keskustelu"}}
TARGET = {"neuvonta": 15, "aloitus": 20, "keskustelu": 20}
LETTER = {"neuvonta": "A", "aloitus": "B", "keskustelu": "B"}
CODES = ("010190-999W", "131052-9982")
BOOKINGS = ("varaus-0", "varaus-1", "varaus-2")
OPEN = {"waiting", "called", "serving", "parked", "missed"}
BUSY = {"called", "serving"}
FROM = {
    Move.AGAIN: {"called"},
    Move.SERVE: {"called"},
    Move.BACK: {"called", "missed", "parked"},
    Move.MISS: {"called"},
    Move.PARK: BUSY,
    Move.TRANSFER: OPEN,
    Move.DONE: BUSY,
    Move.LEAVE: OPEN - {"serving"},
}
NIGHTS = (
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    datetime(2027, 3, 28, 0, 59, tzinfo=UTC),
    datetime(2027, 3, 28, 1, 1, tzinfo=UTC),
)
"""03:30 summer time, 03:30 winter time; a minute before and after an hour that is left out."""
POINTS = (
    "after_begin", "after_number", "after_event", "after_outbox", "after_projection",
    "after_print_job", "after_idem", "before_commit", "after_commit",
)  # fmt: skip

ALWAYS_OPEN = office(
    hours={"mon-sun": "00:00-23:59"},
    closed_on_holidays=False,
    button_limits=[],
    services=[{**each, "daily_limit": None, "hours": None} for each in OFFICE["services"][:3]],
    counters=[
        {**OFFICE["counters"][0], "services": ["neuvonta", "aloitus"]},
        {**OFFICE["counters"][1], "services": ["neuvonta"]},
        {**OFFICE["counters"][2], "services": ["keskustelu"], "walk_ins": "always"},
    ],
)


class Killed(BaseException):
    """The process is gone, in the middle of what it did."""


@dataclass
class Known:
    """A ticket as the model knows it."""

    number: str
    service: str
    arrived: datetime
    due: datetime
    not_before: datetime
    state: str = "waiting"
    counter: str | None = None
    specialist: str | None = None
    urgent: bool = False
    calls: int = 0
    called_at: datetime | None = None
    booking: str | None = None
    before: "Known | None" = None
    """What an undo gives back."""

    def becomes(self, **changes: object) -> None:
        self.before = copy.copy(self)
        for name, value in changes.items():
            setattr(self, name, value)


class LobbyModel(RuleBasedStateMachine):
    """What should be true of a lobby, and how it becomes so."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(settings=ALWAYS_OPEN)
        self.line: dict[str, Known] = {}
        self.given: Counter[str] = Counter()
        self.day = local(START).date()
        self.bookings: dict[str, tuple[datetime, str, str]] = {}
        """Booking to start, specialist and status, as the backend last said."""
        self.by_code: dict[str, str] = {}
        self.by_pass: dict[str, str] = {}
        self.quiet: set[str] = set()
        """Tickets that are to be called quietly."""
        self.revision = 1
        self.compared: object = None
        """Version and bookings of the line that was last compared with the store."""
        for staff, counter in SEATS.items():
            self.world.sit(staff, counter)

    @property
    def now(self) -> datetime:
        return self.world.clock.now()

    def _turn(self) -> None:
        """A new day: everybody leaves, staff sit down again, numbers begin anew."""
        today = local(self.now)
        gap = (today.date() - self.day).days
        turns = 0 < gap <= 8 and today.hour >= 2
        ensure_day(self.world.lobby)
        assert self.world.lobby.day() == (today.date() if turns else self.day).isoformat()
        if not turns:
            return
        self.day = today.date()
        self.line, self.by_code, self.by_pass = {}, {}, {}
        self.given.clear()
        for state, n in self.world.store.read(
            "SELECT state, count(*) FROM ticket WHERE day < ? GROUP BY state", (str(self.day),)
        ):
            assert state in ("done", "left"), (state, n)
        assert not any(counter.staff for counter in self.world.lobby.line.counters.values())
        for staff, counter in SEATS.items():
            self.world.sit(staff, counter)
        self._days_key()

    def _days_key(self) -> None:
        """Codes are known by the day's key only; without it they are found until a restart."""
        if not self._has_day_key():
            self.by_code = {}

    def _has_day_key(self) -> bool:
        return self.world.lobby.day() in self.world.lobby.day_keys

    def _is_shut(self) -> bool:
        return (local(self.now).hour, local(self.now).minute) == (23, 59)

    def _today_at(self, hour: int) -> datetime:
        midnight = local(self.now).replace(hour=0, minute=0, second=0, microsecond=0)
        return (midnight + timedelta(hours=hour)).astimezone(START.tzinfo)

    def _killed_at(self, point: str, command: object) -> None:
        def at(reached: str) -> None:
            if reached == point:
                raise Killed

        assert callable(command)
        self.world.store._at = at
        try:
            command()
        except Killed:
            self.world.restart()
            self._days_key()
        finally:
            self.world.store._at = lambda reached: None

    def _new(self, result: ArrivalResult, service: str, letter: str = "") -> None:
        assert result.slip is not None
        self._know(result.slip.ticket, result.slip.number, service, letter or LETTER[service])
        self._settle(result.slip.ticket)

    def _new_of_booking(self, result: ArrivalResult, name: str | None) -> str:
        assert result.slip is not None
        ticket = result.slip.ticket
        service = self.world.lobby.line.tickets[ticket].service
        self._know(ticket, result.slip.number, service, LETTER[service])
        self._settle(ticket)
        return ticket

    def _know(
        self, ticket: str, number: str, service: str, letter: str, *, urgent: bool = False
    ) -> None:
        assert ticket not in self.line
        self.given[letter] += 1
        assert number == f"{letter}{self.given[letter]:03d}"
        due = self.now + timedelta(minutes=TARGET[service])
        self.line[ticket] = Known(number, service, self.now, due, self.now, urgent=urgent)

    def _settle(self, ticket: str) -> None:
        """A booking decides service, due time and specialist; checked against what it says."""
        row, known = self.world.lobby.line.tickets[ticket], self.line[ticket]
        known.booking, known.service = row.booking, row.service
        if row.booking is None:
            assert row.specialist is None
            return
        start, specialist, _ = self.bookings[row.booking]
        assert row.booked_start == start
        assert row.specialist in (specialist, None)
        late = self.now > start + timedelta(minutes=20)
        today = local(start).date() == local(self.now).date()
        wanted = self.now + timedelta(minutes=20) if late or not today else start
        assert row.due_at == wanted
        known.specialist, known.due, known.not_before = specialist, row.due_at, row.not_before

    def _follow(self, name: str, before: tuple[datetime, str, str] | None) -> None:
        """After a change of the backend: who was not called yet follows the booking."""
        now = self.bookings.get(name)
        for key, known in self.line.items():
            row = self.world.lobby.line.tickets[key]
            if now and before and known.booking == name and _follows(known, before[1]):
                assert row.specialist == now[1], "a new specialist is followed"
            if now and known.state in OPEN and self.by_pass.get(name) == key:
                assert row.booking == name, "who came by the pass is who has the booking"
            assert row.state.value == known.state, "a change of the backend calls and ends nobody"
            assert row.number == known.number
            assert row.booking in (known.booking, name), "only this booking was told of"
            known.booking = row.booking
            if known.state not in ("waiting", "missed") or known.counter is not None:
                continue
            if (row.specialist, row.service) != (known.specialist, known.service):
                assert row.booking in self.bookings
                assert row.specialist == self.bookings[row.booking or ""][1]
                known.specialist, known.service, known.before = row.specialist, row.service, None
            known.due, known.not_before = row.due_at, row.not_before
            if not row.undo:
                known.before = None

    def _held(self, counter: str | None) -> list[str]:
        return [
            key
            for key, known in self.line.items()
            if known.state in BUSY and known.counter == counter
        ]

    def _pick(self, pick: int) -> str | None:
        return sorted(self.line)[pick % len(self.line)] if self.line else None

    def _best(self, staff: str, counter: str) -> set[str]:
        """Everybody whom ``next`` may call: the first by due time, several where that ties."""
        may: dict[str, tuple[bool, bool, datetime, datetime, int]] = {}
        for key, known in self.line.items():
            if known.state != "waiting":
                continue
            if known.counter is not None:
                fits = known.counter == counter
            elif known.specialist is not None:
                fits = known.specialist == staff
            else:
                fits = known.service in SERVES[counter]
            just = known.called_at is not None and known.calls > 0
            if just and known.called_at is not None:
                just = timedelta(0) <= self.now - known.called_at < timedelta(minutes=5)
            if fits and not just:
                early = known.not_before > self.now
                may[key] = (
                    not known.urgent,
                    early,
                    known.due,
                    known.arrived,
                    int(known.number[1:]),
                )
        first = min(may.values(), default=None)
        return {key for key, rank in may.items() if rank == first}

    def _call(self, ticket: str, counter: str) -> None:
        known = self.line[ticket]
        calls = known.calls if known.state == "waiting" else 0
        known.becomes(state="called", counter=counter, calls=calls + 1, called_at=self.now)

    def _moved(self, known: Known, what: Move) -> None:
        match what:
            case Move.AGAIN:
                known.becomes(calls=known.calls + 1, called_at=self.now)
            case Move.SERVE:
                known.becomes(state="serving")
            case Move.BACK:
                calls = known.calls if known.state == "called" else 0
                known.becomes(state="waiting", counter=None, calls=calls)
            case Move.MISS:
                known.becomes(state="missed", counter=None)
            case Move.PARK:
                known.becomes(state="parked")
            case Move.DONE:
                known.becomes(state="done")
            case Move.LEAVE:
                known.becomes(state="left", counter=None)


def _follows(known: Known, specialist: str) -> bool:
    """Nobody has called the client yet, or sent them elsewhere."""
    untouched = (known.specialist, known.counter, known.service) == (specialist, None, "keskustelu")
    return known.state in ("waiting", "missed") and untouched


def assert_same(line: Line, loaded: Line) -> None:
    """Two lines that show the same to everybody."""
    for name in (
        "version", "day", "tickets", "waiting", "held", "by_arrival", "by_token",
        "arrivals_of_index", "counters", "services", "marks", "given",
        "given_for", "bookings",
    ):  # fmt: skip
        assert getattr(line, name) == getattr(loaded, name), name
    assert arrived(line) == arrived(loaded)
    assert list(line.newest_calls.values()) == list(loaded.newest_calls.values())
    for service in ALWAYS_OPEN.services:
        assert sorted(line.durations[service.id]) == sorted(loaded.durations[service.id])


def arrived(line: Line) -> dict[str, str]:
    """Booking or pass to the arrival by it, without what a later row also made it known by."""
    return {key: a.id for key, a in line.arrivals_of_booking.items() if a.booking == key}
