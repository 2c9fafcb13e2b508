"""The fronts of the lanes hold whoever is next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.wire.desk import TicketKind, TicketState
from vuoro.queue.domain import calling
from vuoro.queue.domain.calling import Seat
from vuoro.queue.domain.office import Counter, Rules, WalkIns
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.lanes import Lanes
from vuoro.queue.service.choosing import choose

TEN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
RULES = Rules()
MINUTES = st.integers(-60, 60)


def moment(minutes: int) -> datetime:
    return TEN + timedelta(minutes=minutes)


@st.composite
def tickets(draw: st.DrawFn) -> tuple[Ticket, ...]:
    return tuple(draw(_ticket(str(number))) for number in range(draw(st.integers(0, 12))))


def _ticket(name: str) -> st.SearchStrategy[Ticket]:
    calls = st.sampled_from((0, 1))
    return st.builds(
        Ticket,
        id=st.just(name), arrival=st.just(name), day=st.just("2026-11-24"), series=st.just("A"),
        n=st.just(1), number=st.just(name), receipt=st.just(""), token=st.just(name),
        service=st.sampled_from(("advice", "talk", "start")), language=st.just("fi"),
        kind=st.sampled_from(TicketKind), state=st.just(TicketState.WAITING),
        arrived_at=MINUTES.map(moment), due_at=MINUTES.map(moment),
        not_before=MINUTES.map(moment), urgent=st.booleans(),
        counter=st.sampled_from((None, None, "one", "two")),
        specialist=st.sampled_from((None, None, "anna", "bertta")),
        stand_in=st.sampled_from((None, "anna")),
        calls=calls, called_at=st.none() | st.integers(-9, 0).map(moment),
    )  # fmt: skip


SEATS = st.builds(
    Seat,
    st.sampled_from(WalkIns).map(lambda w: Counter("one", "1", {}, ("advice", "talk"), w)),
    st.sampled_from((None, "anna", "bertta")),
    st.just({"advice": 8, "start": 20, "talk": 30}),
    st.none() | MINUTES.map(moment),
    st.booleans(),
)


@given(tickets(), SEATS)
def test_the_fronts_of_the_lanes_give_the_choice_of_the_whole_line(
    line: tuple[Ticket, ...], seat: Seat
) -> None:
    lanes = Lanes()
    for ticket in line:
        lanes.add(ticket)

    found = choose(lanes, seat, TEN, RULES)

    expected = calling.choose(line, seat, TEN, RULES)
    assert (found and found.ticket) == (expected and expected.ticket)
    assert (found and found.why.code) == (expected and expected.why.code)


@given(tickets(), st.data())
def test_whoever_leaves_the_line_leaves_every_lane(
    line: tuple[Ticket, ...], data: st.DataObject
) -> None:
    lanes = Lanes()
    for ticket in line:
        lanes.add(ticket)
    gone = data.draw(st.sets(st.sampled_from(line))) if line else set()

    for ticket in gone:
        lanes.remove(ticket)

    left = [ticket for ticket in line if ticket not in gone]
    again = Lanes()
    for ticket in left:
        again.add(replace(ticket))
    for seat in (Seat(Counter("one", "1", {}, ("advice", "talk", "start")), "anna", {}),):
        assert choose(lanes, seat, TEN, RULES) == choose(again, seat, TEN, RULES)
