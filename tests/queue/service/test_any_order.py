"""Whatever happens in whatever order, the rules of the lobby hold (lobby.md; issue 2, Must show 4).

The model knows the rules in its own words and nothing of how the service keeps them. Crashes leave
out what was not committed; the clock jumps; the backend changes bookings under waiting clients.
"""

import copy
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.queue.world import OFFICE, START, World, a_pass, index, office
from vuoro.core.clock import local
from vuoro.core.wire.board import BoardFrame
from vuoro.core.wire.codec import encode
from vuoro.core.wire.desk import DeskResult
from vuoro.core.wire.kiosk import ArrivalResult, Outcome
from vuoro.queue.domain.moves import Move
from vuoro.queue.line import Line
from vuoro.queue.reading import board
from vuoro.queue.reading.view import View
from vuoro.queue.service.days import ensure_day
from vuoro.queue.service.loading import load_line
from vuoro.queue.service.lobby import Refused
from vuoro.queue.store.journal import first_break
from vuoro.queue.store.rebuild import rebuild, tables

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


class AnyOrder(RuleBasedStateMachine):
    """A day, or several, of a lobby."""

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
        self.revision = 1
        for staff, counter in SEATS.items():
            self.world.sit(staff, counter)

    # --- what visitors do

    @rule(service=st.sampled_from(["neuvonta", "aloitus"]))
    def takes_a_number(self, service: str) -> None:
        self._turn()
        result = self.world.take(service)
        if self._is_shut():
            assert result.outcome is Outcome.CLOSED
            return
        assert result.outcome is Outcome.ISSUED
        self._new(result, service)

    @rule(service=st.sampled_from(["neuvonta", "aloitus"]), point=st.sampled_from(POINTS))
    def takes_a_number_and_the_process_is_killed(self, service: str, point: str) -> None:
        self._turn()
        press = self.world.press()
        if not self._is_shut():
            self._killed_at(point, lambda: self.world.take(service, press))
        result = self.world.take(service, press)
        if not self._is_shut():
            self._new(result, service)
        assert self.world.take(service, press) == result

    @rule(name=st.sampled_from(BOOKINGS))
    def shows_a_pass(self, name: str) -> None:
        self._turn()
        start, _, status = self.bookings.get(name, (self._today_at(10), "staff3", ""))
        result = self.world.show_pass(a_pass(name, start, revision=self.revision))
        tickets = {key for key, each in self.line.items() if each.booking == name}
        tickets |= {self.by_pass[name]} if name in self.by_pass else set()
        if self._is_shut():
            assert result.outcome is Outcome.CLOSED
        elif any(self.line[key].state in OPEN for key in tickets):
            assert result.outcome is Outcome.ALREADY_HERE, result
            assert result.slip is not None
            assert result.slip.ticket in tickets
        elif result.slip is not None:
            self.by_pass[name] = self._new_of_booking(result, name if status else None)
        else:
            expected = status == "booked" and local(start).date() == local(self.now).date()
            assert not expected or tickets, "a client with a time here today is let in"

    @rule(code=st.sampled_from(CODES))
    def types_an_identity_code(self, code: str) -> None:
        self._turn()
        self.world.clock.elapsed += 60
        result = self.world.type_identity_code(code)
        if self._is_shut():
            assert result.outcome is Outcome.CLOSED
            return
        assert (result.outcome, result.start) == (Outcome.RECEIVED, None)
        assert result.slip is not None
        assert (result.slip.ahead, result.slip.wait) == (None, None)
        known = self.line.get(self.by_code.get(code, ""))
        if known is not None and known.state in OPEN:
            # The same person may have shown a pass for another booking since.
            assert self.line[result.slip.ticket].state in OPEN
            return
        if result.slip.ticket in self.line:
            assert self.line[result.slip.ticket].booking is not None
            return
        self.by_code[code] = result.slip.ticket
        self._new(result, "neuvonta", letter="A")

    # --- what staff do

    @rule(service=st.sampled_from(list(TARGET)), urgent=st.booleans())
    def staff_add_somebody(self, service: str, urgent: bool) -> None:
        from vuoro.core.wire.codec import decode
        from vuoro.core.wire.desk import DeskCommand
        from vuoro.queue.service import moving

        self._turn()
        command = DeskCommand(service=service, urgent=urgent)
        answer = moving.add_walk_in(self.world.lobby, command, self.world.press("staff1"))
        assert isinstance(answer, bytes)
        row = decode(answer, DeskResult).ticket
        assert row is not None
        self._know(row.id, row.number, service, LETTER[service], urgent=urgent)

    @rule(staff=st.sampled_from(list(SEATS)), twice=st.booleans())
    def presses_next(self, staff: str, twice: bool) -> None:
        self._turn()
        counter, press = SEATS[staff], self.world.press(staff)
        answer = self.world.next(staff, counter, press)
        if twice:
            assert self.world.next(staff, counter, press) == answer
        if self._held(counter):
            assert isinstance(answer, Refused)
            assert answer.code == "counter_busy"
            return
        assert isinstance(answer, DeskResult)
        best = self._best(staff, counter)
        if answer.ticket is None:
            assert not best
            return
        assert answer.ticket.id in best
        self._call(answer.ticket.id, counter)

    @rule(staff=st.sampled_from(list(SEATS)), point=st.sampled_from(POINTS))
    def presses_next_and_the_process_is_killed(self, staff: str, point: str) -> None:
        self._turn()
        counter, press = SEATS[staff], self.world.press(staff)
        if self._held(counter) or not self._best(staff, counter):
            return
        best = self._best(staff, counter)
        self._killed_at(point, lambda: self.world.next(staff, counter, press))
        answer = self.world.next(staff, counter, press)
        assert isinstance(answer, DeskResult)
        assert answer.ticket is not None
        assert answer.ticket.id in best
        self._call(answer.ticket.id, counter)

    @precondition(lambda self: self.line)
    @rule(staff=st.sampled_from(list(SEATS)), pick=st.integers(0, 999))
    def calls_this_one(self, staff: str, pick: int) -> None:
        self._turn()
        ticket, counter = self._pick(pick), SEATS[staff]
        if ticket is None:
            return
        answer = self.world.call(staff, counter, ticket)
        known = self.line[ticket]
        if known.state in {"waiting", "parked", "missed"} and not self._held(counter):
            assert isinstance(answer, DeskResult), answer
            self._call(ticket, counter)
        else:
            assert isinstance(answer, Refused)

    @precondition(lambda self: self.line)
    @rule(
        staff=st.sampled_from(list(SEATS)),
        what=st.sampled_from([each for each in FROM if each is not Move.TRANSFER]),
        pick=st.integers(0, 999),
        own=st.booleans(),
    )
    def moves(self, staff: str, what: Move, pick: int, own: bool) -> None:
        self._turn()
        held = self._held(SEATS[staff])
        ticket = held[0] if own and held else self._pick(pick)
        if ticket is None:
            return
        known = self.line[ticket]
        answer = self.world.move(what, ticket, staff)
        others = known.state in BUSY and known.counter != SEATS[staff]
        over = what is Move.AGAIN and known.calls >= 3
        if known.state not in FROM[what] or others or over:
            assert isinstance(answer, Refused), (what, known)
            return
        assert isinstance(answer, DeskResult), answer
        self._moved(known, what)

    @precondition(lambda self: self.line)
    @rule(
        staff=st.sampled_from(list(SEATS)),
        pick=st.integers(0, 999),
        service=st.sampled_from([None, "neuvonta", "keskustelu"]),
        counter=st.sampled_from([None, "p2", "p3"]),
    )
    def transfers(self, staff: str, pick: int, service: str | None, counter: str | None) -> None:
        self._turn()
        ticket = self._pick(pick)
        if ticket is None:
            return
        known = self.line[ticket]
        answer = self.world.move(Move.TRANSFER, ticket, staff, service=service, counter=counter)
        if known.state not in OPEN or (service is None and counter is None):
            assert isinstance(answer, Refused)
            return
        known.becomes(
            state="waiting", counter=counter, service=service or known.service, specialist=None,
            calls=0,
        )  # fmt: skip

    @precondition(lambda self: self.line)
    @rule(staff=st.sampled_from(list(SEATS)), pick=st.integers(0, 999))
    def undoes(self, staff: str, pick: int) -> None:
        self._turn()
        ticket = self._pick(pick)
        if ticket is None:
            return
        known = self.line[ticket]
        answer = self.world.move(Move.UNDO, ticket, staff)
        before = known.before
        holds = self._held(before.counter) if before and before.state in BUSY else []
        if before is None or holds not in ([], [ticket]):
            assert isinstance(answer, Refused)
            return
        assert isinstance(answer, DeskResult), (answer, known)
        self.line[ticket] = before
        before.before = None

    # --- what the backend does

    @rule(
        name=st.sampled_from(BOOKINGS),
        hour=st.integers(7, 15),
        specialist=st.sampled_from(["staff3", "staff1"]),
        status=st.sampled_from(["booked", "booked", "cancelled"]),
        code=st.sampled_from(["", "", CODES[0]]),
    )
    def the_backend_tells_of_a_booking(
        self, name: str, hour: int, specialist: str, status: str, code: str
    ) -> None:
        self._turn()
        self.revision += 1
        start = self._today_at(hour)
        blind = index(code) if code and self._has_day_key() else ""
        self.world.booking(
            name, start, self.revision % 200, specialist=specialist, status=status,
            identity_index=blind,
        )  # fmt: skip
        self.bookings[name] = (start, specialist, status)
        self._follow()

    @rule(name=st.sampled_from(BOOKINGS))
    def the_backend_takes_a_booking_away(self, name: str) -> None:
        self._turn()
        self.world.mirror(self.world.gone(name))
        self.bookings.pop(name, None)
        self._follow()

    # --- what happens to the computer

    @rule()
    def the_process_is_started_anew(self) -> None:
        self.world.restart()
        self._days_key()

    @rule(minutes=st.integers(0, 20))
    def time_passes(self, minutes: int) -> None:
        self.world.wait(minutes)

    @rule(minutes=st.sampled_from([-600, -90, -61, -1, 1, 59, 180, 24 * 60, 9 * 24 * 60]))
    def the_clock_is_set(self, minutes: int) -> None:
        self.world.clock.jump(self.now + timedelta(minutes=minutes))

    @rule(night=st.sampled_from(NIGHTS))
    def the_clock_is_set_to_a_night_that_changes_the_hour(self, night: datetime) -> None:
        self.world.clock.jump(night)

    # --- what must hold at every moment

    @invariant()
    def every_ticket_is_where_it_should_be(self) -> None:
        rows = self.world.store.read(
            "SELECT id, number, state, service, specialist, calls, "
            "CASE WHEN state IN ('called', 'serving') THEN counter END FROM ticket WHERE day = ?",
            (self.world.lobby.day(),),
        )
        assert {row[0]: row[1:] for row in rows} == {
            key: (
                known.number, known.state, known.service, known.specialist, known.calls,
                known.counter if known.state in BUSY else None,
            )
            for key, known in self.line.items()
        }  # fmt: skip

    @invariant()
    def numbers_have_no_gap_and_no_double(self) -> None:
        for series, n, distinct, last in self.world.store.read(
            "SELECT series, count(*), count(DISTINCT n), max(n) FROM ticket GROUP BY day, series"
        ):
            assert n == distinct == last, series

    @invariant()
    def a_counter_holds_one_ticket(self) -> None:
        held = Counter(known.counter for known in self.line.values() if known.state in BUSY)
        assert all(count == 1 for count in held.values()), held
        assert set(self.world.lobby.line.held) == set(held)

    @invariant()
    def the_line_is_the_one_in_the_store(self) -> None:
        assert_same(self.world.lobby.line, load_line(self.world.store, ALWAYS_OPEN))

    @invariant()
    def the_board_shows_numbers_and_counters_only(self) -> None:
        view = View(ALWAYS_OPEN, self.world.clock, self.world.lobby.line, "series")
        frame: BoardFrame = board.full(view)
        called = {known.number for known in self.line.values() if known.called_at is not None}
        assert {call.number for call in frame.calls} <= called
        shown = encode(frame.calls).decode()
        for secret in ("staff", "keskustelu", "aloitus", "Nimi", *BOOKINGS):
            assert secret not in shown

    def teardown(self) -> None:
        store = self.world.store
        before = tables(store)
        rebuild(store)
        assert tables(store) == before
        assert first_break(store) is None
        self.world.close()

    # --- the model

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

    def _follow(self) -> None:
        """After a change of the backend: who was not called yet follows the booking."""
        for key, known in self.line.items():
            row = self.world.lobby.line.tickets[key]
            assert row.state.value == known.state, "a change of the backend calls and ends nobody"
            assert row.number == known.number
            if known.state not in ("waiting", "missed") or known.counter is not None:
                continue
            if (row.specialist, row.service) != (known.specialist, known.service):
                assert row.booking in self.bookings
                assert row.specialist == self.bookings[row.booking or ""][1]
                known.specialist, known.service, known.before = row.specialist, row.service, None
            known.booking = row.booking
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


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=500,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    report_multiple_bugs=False,
)
