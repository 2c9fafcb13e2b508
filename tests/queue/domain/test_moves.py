"""The moves of a ticket: which state follows which, and how each is taken back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.wire.desk import TicketKind, TicketState
from vuoro.queue.domain.moves import Move, Target, WrongMove, move
from vuoro.queue.domain.office import Rules
from vuoro.queue.domain.ticket import HELD_STATES, Ticket

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
BEFORE = NOW - timedelta(minutes=5)
RULES = Rules()
ONE, NOWHERE = Target("one"), Target()

WAITING = Ticket(
    id="t", arrival="a", day="2026-11-24", series="A", n=17, number="A017", receipt="r",
    token="s", service="advice", language="fi", kind=TicketKind.BOOKED, state=TicketState.WAITING,
    arrived_at=BEFORE, due_at=NOW, not_before=BEFORE, booking="b", booked_start=NOW,
    specialist="anna", stand_in="bertta",
)  # fmt: skip
CALLED = replace(
    WAITING, state=TicketState.CALLED, counter="one", called_to="one", calls=1, times=1,
    called_at=BEFORE,
)  # fmt: skip
IN: dict[TicketState, Ticket] = {
    TicketState.WAITING: WAITING,
    TicketState.CALLED: CALLED,
    TicketState.SERVING: replace(CALLED, state=TicketState.SERVING, served_at=BEFORE),
    TicketState.PARKED: replace(CALLED, state=TicketState.PARKED, served_at=BEFORE),
    TicketState.MISSED: replace(CALLED, state=TicketState.MISSED, counter=None, calls=3, times=3),
    TicketState.DONE: replace(
        CALLED, state=TicketState.DONE, served_at=BEFORE, ended_at=BEFORE, outcome="helped"
    ),
    TicketState.LEFT: replace(CALLED, state=TicketState.LEFT, counter=None, ended_at=BEFORE),
}

# Where each move leads from each state; a dash where it can't be made.
TABLE = """
            waiting   called    serving   parked    missed    done      left
call        called    -         -         called    called    -         -
again       -         called    -         -         -         -         -
serve       -         serving   -         -         -         -         -
back        -         waiting   -         waiting   waiting   -         -
miss        -         missed    -         -         -         -         -
park        -         parked    parked    -         -         -         -
transfer    waiting   waiting   waiting   waiting   waiting   -         -
done        -         done      done      -         -         -         -
leave       left      left      -         left      left      -         -
undo        -         -         -         -         -         -         -
"""


def cases() -> list[tuple[Move, TicketState, TicketState | None]]:
    head, *lines = TABLE.strip().splitlines()
    states = [TicketState(word) for word in head.split()]
    rows = [(Move(words[0]), words[1:]) for words in map(str.split, lines)]
    assert [what for what, _ in rows] == list(Move)
    assert states == list(TicketState)
    return [
        (what, state, None if word == "-" else TicketState(word))
        for what, words in rows
        for state, word in zip(states, words, strict=True)
    ]


def made(ticket: Ticket, what: Move, target: Target = ONE, held: str | None = None) -> Ticket:
    after = move(ticket, what, target, NOW, RULES, held)
    assert isinstance(after, Ticket)
    return after


@pytest.mark.parametrize(("what", "state", "next_state"), cases())
def test_which_state_follows_which(
    what: Move, state: TicketState, next_state: TicketState | None
) -> None:
    after = move(IN[state], what, ONE, NOW, RULES, None)

    if next_state is not None:
        assert isinstance(after, Ticket)
        assert after.state is next_state
    elif what is Move.UNDO:
        assert after is WrongMove.NOTHING_TO_UNDO
    else:
        assert after is WrongMove.WRONG_STATE


def test_a_call_is_counted_and_names_its_counter() -> None:
    called = made(WAITING, Move.CALL)

    assert (called.counter, called.called_to, called.called_at) == ("one", "one", NOW)
    assert (called.calls, called.times) == (1, 1)


def test_who_was_called_in_vain_and_goes_back_keeps_the_count() -> None:
    again = made(made(CALLED, Move.BACK), Move.CALL)

    assert (again.calls, again.times) == (2, 2)


@pytest.mark.parametrize("state", [TicketState.MISSED, TicketState.PARKED])
def test_who_was_missed_or_parked_starts_with_a_new_count(state: TicketState) -> None:
    ticket = IN[state]

    assert made(ticket, Move.BACK).calls == 0
    assert made(ticket, Move.CALL).calls == 1
    assert made(ticket, Move.CALL).times == ticket.times + 1


def test_a_number_is_repeated_as_often_as_the_rules_allow() -> None:
    twice = made(CALLED, Move.AGAIN)
    thrice = made(twice, Move.AGAIN)

    assert (thrice.calls, thrice.times, thrice.counter) == (3, 3, "one")
    assert move(thrice, Move.AGAIN, ONE, NOW, RULES, None) is WrongMove.RECALL_LIMIT


def test_a_counter_holds_one_client_at_a_time() -> None:
    assert move(WAITING, Move.CALL, ONE, NOW, RULES, "other") is WrongMove.COUNTER_BUSY


def test_a_call_to_no_counter_is_a_bug() -> None:
    with pytest.raises(ValueError, match="counter"):
        move(WAITING, Move.CALL, NOWHERE, NOW, RULES, None)


@pytest.mark.parametrize(
    "what", [Move.AGAIN, Move.SERVE, Move.BACK, Move.MISS, Move.PARK, Move.DONE, Move.LEAVE]
)
def test_a_client_of_one_counter_is_left_alone_by_the_others(what: Move) -> None:
    after = move(CALLED, what, Target("two"), NOW, RULES, None)

    assert after is WrongMove.ANOTHER_COUNTER


def test_a_transfer_keeps_number_and_due_time_and_frees_the_client_of_the_specialist() -> None:
    moved = made(IN[TicketState.SERVING], Move.TRANSFER, Target("two", "start"))

    assert (moved.number, moved.due_at, moved.arrived_at) == ("A017", NOW, BEFORE)
    assert (moved.counter, moved.service, moved.calls) == ("two", "start", 0)
    assert (moved.specialist, moved.stand_in) == (None, None)


def test_a_transfer_to_a_counter_keeps_the_service() -> None:
    assert made(CALLED, Move.TRANSFER, Target("two")).service == "advice"


def test_the_time_of_service_is_that_of_the_counter_that_ends_it() -> None:
    transferred = made(IN[TicketState.SERVING], Move.TRANSFER, Target("two"))
    done = made(made(transferred, Move.CALL, Target("two")), Move.DONE, Target(outcome="helped"))

    assert (done.served_at, done.ended_at, done.outcome) == (NOW, NOW, "helped")


def test_a_clerk_who_skips_serving_is_taken_to_have_served_since_the_call() -> None:
    assert made(CALLED, Move.DONE).served_at == CALLED.called_at


def test_undo_of_a_call_gives_the_ticket_back_to_the_line() -> None:
    back = made(made(WAITING, Move.CALL), Move.UNDO)

    assert back == replace(WAITING, times=1)


def test_undo_is_possible_once() -> None:
    back = made(made(CALLED, Move.DONE), Move.UNDO)

    assert move(back, Move.UNDO, ONE, NOW, RULES, None) is WrongMove.NOTHING_TO_UNDO


def test_undo_takes_back_the_last_move_only() -> None:
    done = made(made(CALLED, Move.SERVE), Move.DONE)

    assert made(done, Move.UNDO).state is TicketState.SERVING


def test_undo_waits_until_the_counter_is_free() -> None:
    done = made(CALLED, Move.DONE)

    assert move(done, Move.UNDO, ONE, NOW, RULES, "other") is WrongMove.COUNTER_BUSY
    assert isinstance(move(done, Move.UNDO, ONE, NOW, RULES, done.id), Ticket)


targets = st.builds(
    Target,
    counter=st.sampled_from(["one", "two"]),
    service=st.none() | st.sampled_from(["advice", "start"]),
    outcome=st.sampled_from(["", "helped"]),
)
steps = st.lists(st.tuples(st.sampled_from(Move), targets), max_size=25)


@given(steps)
def test_whatever_staff_press_the_ticket_stays_whole(steps: list[tuple[Move, Target]]) -> None:
    ticket = WAITING
    for n, (what, target) in enumerate(steps):
        now = NOW + timedelta(minutes=n)
        after = move(ticket, what, target, now, RULES, None)
        if isinstance(after, WrongMove):
            continue

        assert (after.state in HELD_STATES) <= (after.counter is not None)
        assert (after.ended_at is not None) == (not after.is_open)
        assert after.times >= ticket.times
        assert after.called_at is None or after.called_to is not None
        assert (after.id, after.number, after.due_at) == ("t", "A017", NOW)
        assert bool(after.undo) == (what is not Move.UNDO)
        if what is not Move.UNDO:
            undone = move(after, Move.UNDO, target, now, RULES, None)
            assert undone == replace(ticket, times=after.times, undo="")
        ticket = after
