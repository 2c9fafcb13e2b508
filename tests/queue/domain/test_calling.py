"""Who is called next, and why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.wire.desk import TicketKind, TicketState, WhyCode
from vuoro.queue.domain.calling import Seat, choose, may_serve, order
from vuoro.queue.domain.office import Counter, Rules, WalkIns
from vuoro.queue.domain.ticket import Ticket

TEN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
RULES = Rules()
EXPECTED = {"advice": 8, "start": 20, "talk": 30}


def at(minutes: float) -> datetime:
    return TEN + timedelta(minutes=minutes)


def walk_in(name: str, due: float, came: float = -10, service: str = "advice") -> Ticket:
    return Ticket(
        id=name, arrival=name, day="2026-11-24", series="A", n=1, number=name, receipt="",
        token=name, service=service, language="fi", kind=TicketKind.WALK_IN,
        state=TicketState.WAITING, arrived_at=at(came), due_at=at(due), not_before=at(came),
    )  # fmt: skip


def booked(name: str, start: float, specialist: str | None = "anna", late: bool = False) -> Ticket:
    ticket = walk_in(name, start + (20 if late else 0), service="talk")
    not_before = ticket.arrived_at if late else at(start - 2)
    return replace(
        ticket, kind=TicketKind.BOOKED, booking=name, booked_start=at(start), not_before=not_before,
        specialist=specialist,
    )  # fmt: skip


def seat(
    walk_ins: WalkIns = WalkIns.ALWAYS,
    staff: str | None = "anna",
    next_booking: float | None = None,
    freed: bool = False,
) -> Seat:
    counter = Counter("one", "1", {}, ("advice", "talk"), walk_ins)
    ahead = None if next_booking is None else at(next_booking)
    return Seat(counter, staff, EXPECTED, ahead, freed)


SHORT, LONG = walk_in("short", due=-5), walk_in("long", due=5)
URGENT = replace(walk_in("urgent", due=30), urgent=True)
TRANSFERRED = replace(walk_in("transferred", due=-20, service="start"), counter="one")
CALLED = replace(walk_in("called", due=-30), calls=1, called_at=at(-4))


@pytest.mark.parametrize(
    ("waiting", "seat", "chosen", "why"),
    [
        ([], seat(), None, None),
        ([SHORT, LONG], seat(), "short", WhyCode.LONGEST_OVERDUE),
        ([LONG], seat(), "long", WhyCode.FIRST_DUE),
        ([SHORT, URGENT], seat(), "urgent", WhyCode.URGENT),
        ([booked("b", 0), LONG], seat(), "b", WhyCode.BOOKED_DUE),
        ([booked("b", 0), SHORT], seat(), "short", WhyCode.LONGEST_OVERDUE),
        ([booked("b", 2), LONG], seat(), "b", WhyCode.BOOKED_DUE),
        ([booked("b", 3), LONG], seat(), "long", WhyCode.FIRST_DUE),
        ([booked("b", 3)], seat(), "b", WhyCode.EARLY_NOBODY_ELSE),
        ([booked("b", 9), booked("a", 6)], seat(), "a", WhyCode.EARLY_NOBODY_ELSE),
        ([booked("b", -25, late=True), LONG], seat(), "b", WhyCode.LONGEST_OVERDUE),
        ([booked("b", -5, late=True), LONG], seat(), "long", WhyCode.FIRST_DUE),
        ([booked("b", 0, "bertta")], seat(), None, None),
        ([replace(booked("b", 0, "bertta"), stand_in="anna")], seat(), "b", WhyCode.BOOKED_DUE),
        ([booked("b", 0, None)], seat(), "b", WhyCode.BOOKED_DUE),
        ([booked("b", 0)], seat(staff=None), None, None),
        ([walk_in("w", 0, service="start")], seat(), None, None),
        ([TRANSFERRED, SHORT], seat(), "transferred", WhyCode.LONGEST_OVERDUE),
        ([replace(TRANSFERRED, counter="two"), SHORT], seat(), "short", WhyCode.LONGEST_OVERDUE),
        ([replace(TRANSFERRED, counter="one", due_at=at(2)), SHORT], seat(), "short",
         WhyCode.LONGEST_OVERDUE),
        ([CALLED, SHORT], seat(), "short", WhyCode.LONGEST_OVERDUE),
        ([CALLED], seat(), None, None),
        ([replace(CALLED, called_at=at(-5))], seat(), "called", WhyCode.LONGEST_OVERDUE),
        ([replace(CALLED, called_at=at(+40))], seat(), "called", WhyCode.LONGEST_OVERDUE),
        ([replace(CALLED, calls=0)], seat(), "called", WhyCode.LONGEST_OVERDUE),
        ([replace(SHORT, state=TicketState.PARKED)], seat(), None, None),
        ([walk_in("b", 0, came=-8), walk_in("a", 0, came=-7)], seat(), "b",
         WhyCode.LONGEST_OVERDUE),
        ([walk_in("b", 0), walk_in("a", 0)], seat(), "a", WhyCode.LONGEST_OVERDUE),
        ([SHORT], seat(WalkIns.ALWAYS, next_booking=1), "short", WhyCode.LONGEST_OVERDUE),
        ([SHORT], seat(WalkIns.NEVER), None, None),
        ([SHORT, booked("b", 0, None)], seat(WalkIns.NEVER), "b", WhyCode.BOOKED_DUE),
        ([SHORT], seat(WalkIns.NEVER, freed=True), None, None),
        ([SHORT], seat(WalkIns.WHEN_FREE), "short", WhyCode.LONGEST_OVERDUE),
        ([SHORT], seat(WalkIns.WHEN_FREE, next_booking=8), "short", WhyCode.LONGEST_OVERDUE),
        ([SHORT], seat(WalkIns.WHEN_FREE, next_booking=7), None, None),
        ([SHORT], seat(WalkIns.WHEN_FREE, next_booking=-5), None, None),
        ([SHORT, booked("b", 7)], seat(WalkIns.WHEN_FREE), "b", WhyCode.EARLY_NOBODY_ELSE),
        ([SHORT, booked("b", 8)], seat(WalkIns.WHEN_FREE), "short", WhyCode.LONGEST_OVERDUE),
        ([SHORT, replace(booked("b", 7), counter="elsewhere")], seat(WalkIns.WHEN_FREE), "short",
         WhyCode.LONGEST_OVERDUE),
        ([SHORT], seat(WalkIns.WHEN_FREE, freed=True), "short", WhyCode.FREED_TIME),
        ([SHORT], seat(WalkIns.WHEN_FREE, next_booking=7, freed=True), None, None),
    ],
    ids=[
        "nobody waits",
        "the longest overdue",
        "nobody is due yet: the first to be",
        "urgent goes before all",
        "the booked client at the start, before a walk-in due later",
        "an overdue walk-in before the booked client of now",
        "a booked client is due two minutes before the start",
        "three minutes before, a walk-in goes first",
        "an early client when nobody else is there",
        "of two early clients the earlier booking",
        "a late client when the target wait is over",
        "a late client waits like a walk-in",
        "a client of another specialist",
        "a client of the specialist one stands in for",
        "a booked client of nobody in particular",
        "nobody sits at the counter",
        "a service this counter does not give",
        "transferred to this counter, with the old due time, whatever the service",
        "transferred to another counter",
        "transferred, but due later",
        "called four minutes ago",
        "only somebody called four minutes ago",
        "called five minutes ago",
        "called in the future: the clock was set back",
        "called four minutes ago, taken back by staff since",
        "parked",
        "a tie: who came first",
        "a tie to the moment: who took the number first",
        "always: a booking in a minute does not matter",
        "never: a walk-in",
        "never: the booked client",
        "never: not in freed time either",
        "when free: no booking ahead",
        "when free: exactly enough time",
        "when free: a minute short",
        "when free: the booked client may come any moment",
        "when free: the own client is here already, and soon",
        "when free: the own client is here already, in a while",
        "when free: the own client was sent to another counter",
        "freed time: offered to who fits",
        "freed time: too short",
    ],
)  # fmt: skip
def test_who_is_called_next(
    waiting: list[Ticket], seat: Seat, chosen: str | None, why: WhyCode | None
) -> None:
    choice = choose(waiting, seat, TEN, RULES)

    found = None if choice is None else choice.ticket.id
    assert (found, choice and choice.why.code) == (chosen, why)


def test_the_choice_tells_how_many_others_could_have_been_called() -> None:
    choice = choose([SHORT, LONG, CALLED, booked("b", 30)], seat(), TEN, RULES)

    assert choice is not None
    assert choice.why.passed_over == 2
    assert choice.why.due_at == SHORT.due_at


minutes = st.integers(-60, 60)
people = st.none() | st.sampled_from(["anna", "bertta"])
tickets = st.builds(
    lambda ticket, urgent, counter, stand_in, called: replace(
        ticket,
        urgent=urgent,
        counter=counter,
        stand_in=stand_in,
        calls=0 if called is None else 1,
        called_at=None if called is None else at(called),
    ),
    st.builds(walk_in, st.just(""), minutes, minutes, st.sampled_from(["advice", "start", "talk"]))
    | st.builds(booked, st.just(""), minutes, people, st.booleans()),
    st.booleans(),
    st.none() | st.sampled_from(["one", "two"]),
    people,
    st.none() | minutes,
)
lines = st.lists(tickets, max_size=8).map(
    lambda line: [replace(ticket, id=f"t{n}") for n, ticket in enumerate(line)]
)
seats = st.builds(seat, st.sampled_from(WalkIns), people, st.none() | minutes, st.booleans())


@given(lines, seats)
def test_the_chosen_one_may_be_served_and_nobody_callable_comes_before(
    line: list[Ticket], seat: Seat
) -> None:
    choice = choose(line, seat, TEN, RULES)

    alone = [t for t in line if choose([t], seat, TEN, RULES) is not None]
    if choice is None:
        assert [t for t in alone if t.kind is TicketKind.BOOKED] == []
    else:
        assert choice.ticket in line
        assert may_serve(choice.ticket, seat, TEN)
        rivals = [t for t in alone if t.kind is TicketKind.BOOKED or t.counter is not None]
        assert all(order(choice.ticket, TEN) <= order(t, TEN) for t in rivals)


@given(lines.flatmap(lambda line: st.tuples(st.just(line), st.permutations(line))), seats)
def test_the_order_of_the_list_changes_nothing(
    lines: tuple[list[Ticket], list[Ticket]], seat: Seat
) -> None:
    line, turned = lines

    assert choose(line, seat, TEN, RULES) == choose(turned, seat, TEN, RULES)


@given(lines, st.sampled_from([WalkIns.ALWAYS, WalkIns.NEVER]), people)
def test_calling_one_after_the_other_goes_down_the_line(
    line: list[Ticket], walk_ins: WalkIns, staff: str | None
) -> None:
    """For a counter that asks for no free time: there a client who leaves it may let others in."""
    place, called = seat(walk_ins, staff), []
    while (choice := choose(line, place, TEN, RULES)) is not None:
        called.append(choice.ticket)
        line = [ticket for ticket in line if ticket is not choice.ticket]

    assert called == sorted(called, key=lambda ticket: order(ticket, TEN))


@given(lines, seats)
def test_the_reason_fits_the_choice(line: list[Ticket], seat: Seat) -> None:
    choice = choose(line, seat, TEN, RULES)
    if choice is None:
        return
    ticket, why = choice.ticket, choice.why

    assert why.due_at == ticket.due_at
    assert 0 <= why.passed_over < len(line)
    match why.code:
        case WhyCode.URGENT:
            assert ticket.urgent
        case WhyCode.EARLY_NOBODY_ELSE:
            assert ticket.not_before > TEN
        case WhyCode.FREED_TIME:
            assert seat.freed
        case WhyCode.BOOKED_DUE:
            assert ticket.booked_start == ticket.due_at <= TEN + timedelta(minutes=2)
        case WhyCode.LONGEST_OVERDUE:
            assert ticket.due_at <= TEN
        case WhyCode.FIRST_DUE:
            assert ticket.due_at > TEN
        case WhyCode.CHOSEN:
            pytest.fail("nobody chose by hand")
