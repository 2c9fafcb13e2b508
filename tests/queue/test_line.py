"""The line of today in memory: the same by each committed row as after a start."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.wire.desk import TicketKind, TicketState
from vuoro.queue.domain.arrival import Arrival, How
from vuoro.queue.domain.booking import Booking, pass_key
from vuoro.queue.domain.day import ServiceDay
from vuoro.queue.domain.moves import Move, Target, move
from vuoro.queue.domain.office import Rules
from vuoro.queue.domain.states import BookingMark, CounterState, ServiceState
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.line import SHOWN_CALLS, Line
from vuoro.queue.store.rows import Row

TEN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
DAY = ServiceDay("2026-11-24", TEN)
BOOKING = Booking("b1", "p1", rev=1, site=1, service="talk", start=TEN, minutes=30)


def arrival(n: int, how: How = How.WALK_IN, **changes: Any) -> Arrival:
    usual = Arrival(f"a{n}", DAY.day, how, TEN, "r", "kiosk-1", "advice")
    return replace(usual, **changes)


def ticket(n: int, **changes: Any) -> Ticket:
    usual = Ticket(
        id=f"t{n}", arrival=f"a{n}", day=DAY.day, series="A", n=n, number=f"A{n:03}", receipt="r",
        token=f"s{n}", service="advice", language="fi", kind=TicketKind.WALK_IN,
        state=TicketState.WAITING, arrived_at=TEN, due_at=TEN, not_before=TEN,
    )  # fmt: skip
    return replace(usual, **changes)


def line_of(*rows: Row) -> Line:
    line = Line()
    line.apply((DAY, *rows))
    return line


def moved(line: Line, name: str, what: Move, counter: str = "1", minute: int = 0) -> Line:
    """A move as the service makes it."""
    target = Target(counter if what in (Move.CALL, Move.TRANSFER) else None)
    now = TEN + timedelta(minutes=minute)
    after = move(line.tickets[name], what, target, now, Rules(), line.held.get(counter))
    assert isinstance(after, Ticket), after
    line.apply([replace(after, version=line.version + 1)])
    return line


def test_who_waits_and_who_is_held_follow_the_moves() -> None:
    line = moved(line_of(ticket(1), ticket(2)), "t1", Move.CALL)
    assert (list(line.waiting), line.held) == (["t2"], {"1": "t1"})

    moved(line, "t1", Move.PARK)
    assert line.held == {}

    moved(moved(line, "t2", Move.CALL), "t2", Move.DONE)
    assert (line.held, line.waiting) == ({}, {})

    moved(line, "t2", Move.UNDO)
    assert line.held == {"1": "t2"}


def test_a_counter_that_got_its_next_client_is_not_freed_by_news_of_the_last() -> None:
    line = moved(line_of(ticket(1), ticket(2)), "t1", Move.CALL)
    done = move(line.tickets["t1"], Move.DONE, Target(), TEN, Rules(), None)
    called = move(line.tickets["t2"], Move.CALL, Target("1"), TEN, Rules(), None)
    assert isinstance(done, Ticket)
    assert isinstance(called, Ticket)

    line.apply([called, done])

    assert line.held == {"1": "t2"}


def test_the_newest_call_is_last_and_a_repeated_one_becomes_it() -> None:
    line = line_of(ticket(1), ticket(2))
    moved(moved(line, "t1", Move.CALL, "1"), "t2", Move.CALL, "2")
    assert list(line.newest_calls) == ["t1", "t2"]

    moved(line, "t1", Move.AGAIN)
    assert list(line.newest_calls) == ["t2", "t1"]

    moved(line, "t2", Move.SERVE)
    assert list(line.newest_calls) == ["t2", "t1"]
    assert line.newest_calls["t2"].state is TicketState.SERVING


def test_a_call_that_was_taken_back_leaves_the_board() -> None:
    line = moved(moved(line_of(ticket(1)), "t1", Move.CALL), "t1", Move.UNDO)

    assert line.newest_calls == {}


def test_the_board_has_room_for_the_newest_calls_and_fills_up_when_one_is_taken_back() -> None:
    everybody = range(1, SHOWN_CALLS + 2)
    line = line_of(*(ticket(n) for n in everybody))
    for n in everybody:
        moved(line, f"t{n}", Move.CALL, f"counter-{n}")
    assert list(line.newest_calls) == [f"t{n}" for n in everybody][1:]

    moved(line, f"t{SHOWN_CALLS + 1}", Move.UNDO, f"counter-{SHOWN_CALLS + 1}")

    assert list(line.newest_calls) == [f"t{n}" for n in everybody][:-1]


@pytest.mark.parametrize("turned", [False, True], ids=["arrival first", "ticket first"])
def test_numbers_are_counted_by_service_and_by_kiosk(turned: bool) -> None:
    rows: list[Row] = [arrival(1), ticket(1), arrival(2, device="kiosk-2"), ticket(2)]
    rows += [arrival(3, How.STAFF, device="staff"), ticket(3)]
    rows += [arrival(4, How.PASS, booking="b"), ticket(4, booking="b")]
    rows += [arrival(5, How.IDENTITY_CODE), ticket(5, uniform=True)]

    line = line_of(*(reversed(rows) if turned else rows))

    assert line.given == {"A": 5}
    assert line.given_for == {
        ("advice", ""): 3,
        ("advice", "kiosk-1"): 1,
        ("advice", "kiosk-2"): 1,
        ("advice", "staff"): 1,
    }


def test_a_transfer_takes_no_number_from_another_service() -> None:
    line = line_of(arrival(1), ticket(1))
    line.apply([replace(line.tickets["t1"], service="start")])

    assert line.given_for["advice", ""] == 1
    assert line.given_for["start", ""] == 0


@pytest.mark.parametrize(
    ("minutes", "measured"), [(0, [0]), (12.5, [12.5]), (240, [240]), (241, []), (-1, [])]
)
def test_a_service_is_measured_where_the_clock_can_be_believed(
    minutes: float, measured: list[float]
) -> None:
    ended = TEN + timedelta(minutes=minutes)
    line = line_of(ticket(1, state=TicketState.DONE, served_at=TEN, ended_at=ended))

    assert list(line.durations["advice"]) == measured


def test_a_service_that_was_not_over_after_all_is_measured_once() -> None:
    line = moved(moved(line_of(ticket(1)), "t1", Move.CALL), "t1", Move.SERVE, minute=1)
    moved(moved(line, "t1", Move.DONE, minute=3), "t1", Move.UNDO)
    assert list(line.durations["advice"]) == []

    moved(line, "t1", Move.DONE, minute=9)
    assert list(line.durations["advice"]) == [8]


def test_a_client_who_came_by_pass_is_known_when_the_booking_reaches_the_mirror() -> None:
    came = arrival(1, How.PASS, booking=pass_key("p1"))
    before, after = line_of(came), line_of()
    after.put_bookings({BOOKING.id: BOOKING})

    before.put_bookings({BOOKING.id: BOOKING})
    after.apply([came])

    assert before.arrivals_of_booking["b1"] == came
    assert after.arrivals_of_booking == before.arrivals_of_booking


def test_an_arrival_that_staff_took_back_does_not_count_as_here() -> None:
    came = arrival(1, How.PASS, booking="b1", identity_index="x")
    line = line_of(came)

    line.apply([replace(came, voided=True)])

    assert line.arrivals_of_booking == {}
    assert line.arrivals_of_index == {}


def test_a_client_who_came_after_all_is_not_absent_any_more() -> None:
    line = line_of(BookingMark("b1", DAY.day, absent_at=TEN))

    line.apply([BookingMark("b1", DAY.day)])

    assert line.marks == {}


def test_a_new_day_begins_empty_and_keeps_what_was_measured() -> None:
    line = line_of(arrival(1, How.PASS, booking="b1"), ticket(1), CounterState("1", "anna"))
    line.apply([ServiceState("advice", locked=True), BookingMark("b2", DAY.day, absent_at=TEN)])
    moved(moved(line, "t1", Move.CALL), "t1", Move.DONE, minute=7)

    line.apply([replace(DAY, closed_at=TEN), ServiceDay("2026-11-25", TEN)])

    empty = Line()
    empty.apply([ServiceDay("2026-11-25", TEN), CounterState("1", "anna")])
    empty.apply([ServiceState("advice", locked=True)])
    assert told(line) | {"durations": {}} == told(empty)
    assert list(line.durations["advice"]) == [7]


def test_bookings_of_today_come_by_their_start_and_of_this_office_only() -> None:
    line = Line()
    later = replace(BOOKING, id="b2", pass_id="p2", start=TEN + timedelta(hours=1))
    tomorrow = replace(BOOKING, id="b3", pass_id="p3", start=TEN + timedelta(days=1))
    bookings = [tomorrow, later, replace(BOOKING, id="b4", site=2), BOOKING]
    line.put_bookings({booking.id: booking for booking in bookings})

    assert line.today(TEN, site=1) == [BOOKING, later]


def told(line: Line) -> dict[str, Any]:
    """All that a line says, in a form that can be compared."""
    return {
        "tickets": line.tickets,
        "waiting": line.waiting,
        "held": line.held,
        "calls": list(line.newest_calls),
        "called": line.newest_calls,
        "given": dict(line.given),
        "given_for": {key: count for key, count in line.given_for.items() if count},
        "by_arrival": line.by_arrival,
        "by_token": line.by_token,
        "here": line.arrivals_of_booking,
        "indexes": line.arrivals_of_index,
        "counters": line.counters,
        "services": line.services,
        "marks": line.marks,
        "durations": {key: sorted(took) for key, took in line.durations.items() if took},
    }


def loaded(rows: Iterable[Arrival | Ticket], last_calls: dict[str, int]) -> Line:
    """As after a start: each row as it stands now, tickets by their newest call."""
    newest = {row.id: row for row in rows}
    order = sorted(newest.values(), key=lambda row: row.version)
    line = line_of(*(row for row in order if isinstance(row, Arrival)))
    tickets = [row for row in order if isinstance(row, Ticket)]
    tickets.sort(key=lambda each: last_calls.get(each.id, 0))
    line.apply(tickets)
    return line


steps = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from(Move), st.sampled_from(["1", "2", "3"])),
    max_size=40,
)


@given(steps)
def test_a_line_loaded_at_once_is_the_line_that_followed_every_row(
    steps: list[tuple[int, Move, str]],
) -> None:
    rows: list[Arrival | Ticket] = []
    last_calls: dict[str, int] = {}
    line = line_of()
    for minute, (n, what, counter) in enumerate(steps):
        version = minute * 2 + 1
        before = line.tickets.get(f"t{n}")
        new: list[Arrival | Ticket] = []
        if before is None:
            new = [arrival(n, version=version), ticket(n, version=version)]
        else:
            target = Target(counter if what in (Move.CALL, Move.TRANSFER) else None)
            place = counter if what is Move.CALL else before.called_to or ""
            now = TEN + timedelta(minutes=minute)
            after = move(before, what, target, now, Rules(), line.held.get(place))
            if isinstance(after, Ticket):
                new = [replace(after, version=version)]
                if what in (Move.CALL, Move.AGAIN):
                    last_calls[after.id] = version
        rows += new
        line.apply(new)

    assert told(line) == told(loaded(rows, last_calls))
