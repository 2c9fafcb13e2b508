"""Whatever happens in whatever order, the rules of the lobby hold (lobby.md; issue 2, Must show 4).

The model knows the rules in its own words and nothing of how the service keeps them. Crashes leave
out what was not committed; the clock jumps; the backend changes bookings under waiting clients.
"""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from tests.queue.model import (
    ALWAYS_OPEN,
    BOOKINGS,
    BUSY,
    CODES,
    FROM,
    LETTER,
    NIGHTS,
    OPEN,
    POINTS,
    SEATS,
    TARGET,
    LobbyModel,
    assert_same,
)
from tests.queue.world import a_pass, index
from vuoro.core.clock import local
from vuoro.core.wire.board import BoardFrame
from vuoro.core.wire.codec import encode
from vuoro.core.wire.desk import DeskResult
from vuoro.core.wire.follow import CallWish
from vuoro.core.wire.kiosk import Outcome
from vuoro.queue.domain.moves import Move
from vuoro.queue.reading import board
from vuoro.queue.reading.view import View
from vuoro.queue.service import discreet
from vuoro.queue.service.loading import load_line
from vuoro.queue.service.lobby import Refused
from vuoro.queue.store.rebuild import rebuild, tables
from vuoro.queue.store.stream import first_break


class AnyOrder(LobbyModel):
    """A day, or several, of a lobby."""

    @initialize(services=st.lists(st.sampled_from(["aloitus", "neuvonta"]), max_size=4))
    def some_wait_when_we_begin_to_look(self, services: list[str]) -> None:
        for service in services:
            self.takes_a_number(service)
            self.world.wait(2)

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
        own=st.sampled_from([True, True, False]),
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
    @rule(staff=st.sampled_from(list(SEATS)), pick=st.integers(0, 999), newest=st.booleans())
    def undoes(self, staff: str, pick: int, newest: bool) -> None:
        self._turn()
        movable = [key for key, known in self.line.items() if known.before is not None]
        ticket = movable[pick % len(movable)] if movable and newest else self._pick(pick)
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
        before.before, before.booking = None, known.booking

    @precondition(lambda self: self.line)
    @rule(pick=st.integers(0, 999), silent=st.booleans())
    def a_visitor_wishes_how_to_be_called(self, pick: int, silent: bool) -> None:
        self._turn()
        ticket = self._pick(pick)
        if ticket is None:
            return
        answer = discreet.wish(self.world.lobby, ticket, CallWish(silent), self.world.press())
        assert isinstance(answer, Refused) is (self.line[ticket].state not in OPEN)
        if not isinstance(answer, Refused):
            (self.quiet.add if silent else self.quiet.discard)(ticket)

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
        before = self.bookings.get(name)
        self.bookings[name] = (start, specialist, status)
        self._follow(name, before)

    @rule(name=st.sampled_from(BOOKINGS))
    def the_backend_takes_a_booking_away(self, name: str) -> None:
        self._turn()
        self.world.mirror(self.world.gone(name))
        before = self.bookings.pop(name, None)
        self._follow(name, before)

    # --- what happens to the computer

    @rule()
    def the_process_is_started_anew(self) -> None:
        self.world.restart()
        self._days_key()

    @rule(minutes=st.sampled_from([1, 2, 4, 5, 19]))
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
        line = self.world.lobby.line
        if (line.version, line.bookings) != self.compared:
            assert_same(line, load_line(self.world.store, ALWAYS_OPEN))
            self.compared = (line.version, line.bookings)

    @invariant()
    def the_board_shows_numbers_and_counters_only(self) -> None:
        view = View(ALWAYS_OPEN, self.world.clock, self.world.lobby.line, "series")
        frame: BoardFrame = board.full(view)
        called = {known.number for known in self.line.values() if known.called_at is not None}
        assert {call.number for call in frame.calls} <= called
        assert self.quiet.isdisjoint(call.id for call in frame.calls)
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


TestAnyOrder = pytest.mark.timeout(400)(AnyOrder.TestCase)
TestAnyOrder.settings = settings(
    max_examples=500,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    report_multiple_bugs=False,
)
