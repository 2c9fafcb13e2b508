"""What staff do with clients, through the service: calls, moves, undo, locks, the alarm."""

from datetime import timedelta
from typing import Any

import pytest

from tests.queue.world import ONE, START, THREE, TWO, World, a_pass
from vuoro.core.wire.codec import decode
from vuoro.core.wire.desk import DeskCommand, DeskResult, TicketState, WhyCode
from vuoro.core.wire.kiosk import Outcome
from vuoro.queue.domain.moves import Move
from vuoro.queue.service import calling, cards, managing, moving, people
from vuoro.queue.service.days import ensure_day, mark_absent, needs_confirmation, tend
from vuoro.queue.service.lobby import Refused


@pytest.fixture
def world() -> World:
    world = World()
    world.sit("staff1", ONE)
    world.sit("staff2", TWO)
    world.sit("staff3", THREE)
    return world


def code_of(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    return answer.code


def test_next_calls_who_has_waited_longest_and_says_why(world: World) -> None:
    world.number()
    world.wait(16)
    world.number()
    answer = world.next("staff1", ONE)
    assert isinstance(answer, DeskResult)
    assert answer.ticket is not None
    assert answer.why is not None
    assert (answer.ticket.number, answer.why.code) == ("A001", WhyCode.LONGEST_OVERDUE)
    assert answer.why.passed_over == 1


def test_the_explanation_names_whom_next_would_call_and_calls_nobody(world: World) -> None:
    assert calling.explain(world.lobby, ONE, "staff1") is None
    slip = world.number()
    told = calling.explain(world.lobby, ONE, "staff1")
    assert told is not None
    assert not isinstance(told, Refused)
    assert (told.number, told.ticket) == (slip.number, slip.ticket)
    assert world.lobby.line.held == {}


def test_next_with_nobody_waiting_calls_nobody_and_says_when_the_booking_is(world: World) -> None:
    world.booking("b1", START + timedelta(minutes=20))
    answer = world.next("staff3", THREE)
    assert isinstance(answer, DeskResult)
    assert (answer.ticket, answer.next_booking) == (None, START + timedelta(minutes=20))


def test_a_counter_holds_one_ticket_at_a_time(world: World) -> None:
    world.number()
    other = world.number()
    world.called("staff1", ONE)
    assert code_of(world.next("staff1", ONE)) == "counter_busy"
    assert code_of(world.call("staff1", ONE, other.ticket)) == "counter_busy"


def test_nobody_calls_to_a_counter_where_they_do_not_sit(world: World) -> None:
    slip = world.number()
    assert code_of(world.next("staff1", TWO)) == "not_your_counter"
    assert code_of(world.call("staff2", ONE, slip.ticket)) == "not_your_counter"
    assert code_of(world.next("staff1", "p9")) == "no_such_counter"
    assert code_of(calling.explain(world.lobby, TWO, "staff1")) == "not_your_counter"


def test_a_press_that_comes_twenty_seconds_late_does_nothing(world: World) -> None:
    world.number()
    press = world.press("staff1", deadline=world.clock.now())
    world.clock.advance(timedelta(seconds=20))
    assert code_of(world.next("staff1", ONE, press)) == "too_late"
    assert world.lobby.line.held == {}


def test_a_retry_of_next_is_answered_also_after_its_deadline(world: World) -> None:
    world.number()
    world.number()
    press = world.press("staff1", deadline=world.clock.now() + timedelta(seconds=15))
    first = world.next("staff1", ONE, press)
    world.wait(1)
    assert world.next("staff1", ONE, press) == first
    assert len(world.lobby.line.held) == 1


def test_a_refused_press_may_be_tried_again(world: World) -> None:
    slip = world.number()
    world.called("staff1", ONE)
    world.number()
    press = world.press("staff1")
    assert code_of(world.next("staff1", ONE, press)) == "counter_busy"
    world.moved(Move.DONE, slip.ticket, "staff1")
    assert isinstance(world.next("staff1", ONE, press), DeskResult)


def test_three_calls_are_the_limit_then_the_client_is_missed_and_may_come_back(
    world: World,
) -> None:
    slip = world.number()
    world.called("staff1", ONE)
    for times in (2, 3):
        assert world.moved(Move.AGAIN, slip.ticket, "staff1").calls == times
    assert code_of(world.move(Move.AGAIN, slip.ticket, "staff1")) == "recall_limit"
    assert world.moved(Move.MISS, slip.ticket, "staff1").state is TicketState.MISSED
    back = world.moved(Move.BACK, slip.ticket, "staff1")
    assert (back.state, back.calls) == (TicketState.WAITING, 0)
    assert world.called("staff1", ONE).number == slip.number


def test_who_was_sent_back_is_not_offered_again_for_five_minutes(world: World) -> None:
    slip = world.number()
    world.called("staff1", ONE)
    world.moved(Move.BACK, slip.ticket, "staff1")
    answer = world.next("staff2", TWO)
    assert isinstance(answer, DeskResult)
    assert answer.ticket is None
    world.wait(5)
    assert world.called("staff2", TWO).id == slip.ticket


def test_a_parked_client_leaves_the_counter_free_and_is_called_again(world: World) -> None:
    slip = world.number()
    world.called("staff1", ONE)
    world.moved(Move.SERVE, slip.ticket, "staff1")
    world.moved(Move.PARK, slip.ticket, "staff1")
    world.number()
    second = world.called("staff1", ONE)
    world.moved(Move.DONE, second.id, "staff1", outcome="neuvottu")
    assert isinstance(world.call("staff1", ONE, slip.ticket), DeskResult)


def test_a_transfer_keeps_number_and_due_time(world: World) -> None:
    slip = world.number()
    due = world.called("staff1", ONE).due_at
    world.wait(3)
    moved = world.moved(Move.TRANSFER, slip.ticket, "staff1", counter=TWO)
    assert (moved.number, moved.due_at, moved.state) == (slip.number, due, TicketState.WAITING)
    answer = world.next("staff1", ONE)
    assert isinstance(answer, DeskResult)
    assert answer.ticket is None
    assert world.called("staff2", TWO).id == slip.ticket


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"service": "no"}, "no_such_service"),
        ({"counter": "no"}, "no_such_counter"),
        ({}, "no_target"),
    ],
)
def test_a_transfer_needs_a_target_that_is_there(
    world: World, fields: dict[str, Any], code: str
) -> None:
    slip = world.number()
    assert code_of(world.move(Move.TRANSFER, slip.ticket, "staff1", **fields)) == code


def test_a_clerk_leaves_the_client_of_another_counter_alone(world: World) -> None:
    slip = world.number()
    world.called("staff1", ONE)
    for what in (Move.AGAIN, Move.SERVE, Move.BACK, Move.MISS, Move.PARK, Move.DONE, Move.LEAVE):
        assert code_of(world.move(what, slip.ticket, "staff2")) == "another_counter"
    assert world.moved(Move.DONE, slip.ticket, "boss-who-stands").state is TicketState.DONE


def test_an_undo_leaves_alone_what_a_colleague_did_since(world: World) -> None:
    slip = world.number()
    world.sit("staff1", "p1")
    called = world.called("staff1", "p1")
    world.moved(Move.SERVE, slip.ticket, "staff1")

    late = world.move(Move.UNDO, slip.ticket, "staff1", version=called.version)

    assert code_of(late) == "wrong_state"
    assert world.ticket(slip.ticket)["state"] == "serving"


def test_an_undo_takes_back_one_move_once(world: World) -> None:
    slip = world.number()
    world.called("staff1", ONE)
    undone = world.moved(Move.UNDO, slip.ticket, "staff1")
    assert (undone.state, undone.counter, undone.can_undo) == (TicketState.WAITING, None, False)
    assert code_of(world.move(Move.UNDO, slip.ticket, "staff1")) == "nothing_to_undo"


@pytest.mark.parametrize("who", ["staff1", "staff2", "boss-who-stands"])
@pytest.mark.parametrize("what", [Move.DONE, Move.PARK])
def test_an_undo_never_gives_a_counter_two_clients(world: World, who: str, what: Move) -> None:
    slip = world.number()
    world.number()
    world.called("staff1", ONE)
    world.moved(what, slip.ticket, "staff1")
    world.called("staff1", ONE)
    assert code_of(world.move(Move.UNDO, slip.ticket, who)) == "counter_busy"
    assert world.ticket(slip.ticket)["state"] != "called"


def test_an_unknown_ticket_is_no_ticket(world: World) -> None:
    assert code_of(world.move(Move.DONE, "nobody", "staff1")) == "no_such_ticket"
    assert code_of(world.call("staff1", ONE, "nobody")) == "no_such_ticket"


def test_staff_add_walk_ins_beyond_the_contingent_and_outside_hours(world: World) -> None:
    for _ in range(6):
        world.take("aloitus")
    assert world.take("aloitus").outcome is Outcome.FULL
    world.clock.jump(START + timedelta(hours=10))
    command = DeskCommand(service="aloitus", urgent=True)
    answer = moving.add_walk_in(world.lobby, command, world.press("staff1"))
    assert isinstance(answer, bytes)
    row = decode(answer, DeskResult).ticket
    assert row is not None
    assert (row.number, row.urgent) == ("B007", True)
    assert world.called("staff1", ONE).id == row.id
    assert world.store.read("SELECT actor FROM event WHERE type = 'ticket.issued'")[-1] == (
        "staff1",
    )


def test_a_seat_is_taken_by_one_and_left_only_when_free(world: World) -> None:
    assert code_of(world.sit("staff2", ONE)) == "counter_taken"
    assert code_of(world.sit("staff2", "p9")) == "no_such_counter"
    slip = world.number()
    world.called("staff1", ONE)
    assert code_of(world.sit("staff1", "p4")) == "counter_busy"
    world.moved(Move.DONE, slip.ticket, "staff1")
    assert isinstance(world.sit("staff1", "p4"), DeskResult)
    assert isinstance(world.sit("staff2", ONE), DeskResult)
    assert world.lobby.line.held == {}


def test_the_alarm_reaches_everybody_and_survives_a_restart(world: World) -> None:
    ask = DeskCommand(counter=ONE)
    press = world.press("staff1")
    managing.ask_for_help(world.lobby, ask, press)
    assert world.told[-1].emergency == ONE
    world.restart()
    assert world.lobby.emergency == ONE
    managing.ask_for_help(world.lobby, DeskCommand(), world.press("staff2"))
    assert (world.told[-1].emergency, world.lobby.emergency) == ("", "")
    managing.ask_for_help(world.lobby, ask, press)
    assert world.lobby.emergency == "", "a retry of the old alarm raises no new one"
    unknown = managing.ask_for_help(world.lobby, DeskCommand(counter="<b>"), world.press("staff1"))
    assert code_of(unknown) == "no_such_counter"


def test_every_deed_of_staff_is_in_the_audit_log_with_who_and_when(world: World) -> None:
    slip = world.number()
    world.called("staff1", ONE)
    world.wait(1)
    world.moved(Move.DONE, slip.ticket, "staff1", outcome="valmis")
    rows = cards.audit(world.lobby, 0, 2)
    assert [(row.actor, row.action, row.number, row.counter, row.detail) for row in rows] == [
        ("Name of staff1", "ticket.done", "A001", ONE, "valmis"),
        ("Name of staff1", "ticket.called", "A001", ONE, ""),
    ]
    assert rows[0].at - rows[1].at == timedelta(minutes=1)


def test_answers_and_notes_are_for_those_who_serve_the_client(world: World) -> None:
    secret: dict[str, Any] = {"answers": [["Why", "My own matter"]], "note": "My note"}
    world.booking("b1", START, **secret)
    ticket = world.show_pass(a_pass("b1", START)).slip
    assert ticket is not None
    own = cards.card(world.lobby, ticket.ticket, "staff3")
    other = cards.card(world.lobby, ticket.ticket, "staff1")
    assert not isinstance(own, Refused)
    assert not isinstance(other, Refused)
    assert (own.note, own.answers) == ("My note", (("Why", "My own matter"),))
    assert (other.note, other.answers) == ("", ())
    assert "My" not in repr(own)


def test_the_absent_are_marked_once_and_their_time_is_free(world: World) -> None:
    world.booking("b1", START - timedelta(minutes=10))
    assert mark_absent(world.lobby) == 0
    world.wait(10.1)
    assert mark_absent(world.lobby) == 1
    assert mark_absent(world.lobby) == 0
    world.wait(-10)
    world.number()
    assert isinstance(answer := world.next("staff3", THREE), DeskResult)
    assert answer.why is not None
    assert answer.why.code is WhyCode.FREED_TIME


def test_at_the_days_turn_everybody_leaves_and_counters_and_numbers_begin_anew(
    world: World,
) -> None:
    waiting, served = world.number(), world.number()
    world.call("staff1", ONE, served.ticket)
    world.clock.jump(START + timedelta(days=1))
    tend(world.lobby)
    assert world.lobby.day() == "2026-11-24"
    for slip in (waiting, served):
        row = world.ticket(slip.ticket)
        assert (row["state"], row["outcome"], row["counter"]) == ("left", "day_closed", None)
    assert not any(counter.staff for counter in world.lobby.line.counters.values())
    assert world.number().number == "A001"


def test_a_booking_moved_to_the_next_day_lets_its_client_in_again(world: World) -> None:
    tomorrow = START + timedelta(days=1)
    world.booking("b1", START)
    world.show_pass(a_pass("b1", START))
    world.booking("b1", tomorrow, rev=2)
    world.clock.jump(tomorrow)
    assert world.show_pass(a_pass("b1", tomorrow, revision=2)).outcome is Outcome.ADMITTED


def test_a_clock_far_ahead_turns_no_day_until_a_person_says_that_it_is_right(world: World) -> None:
    world.clock.jump(START + timedelta(days=20))
    ensure_day(world.lobby)
    assert world.lobby.day() == "2026-11-23"
    assert needs_confirmation(world.lobby)
    managing.confirm_day(world.lobby, DeskCommand(), world.press("boss"))
    assert world.lobby.day() == "2026-12-13"
    world.clock.jump(START)
    ensure_day(world.lobby)
    assert world.lobby.day() == "2026-12-13"


def test_a_locked_account_stays_locked_also_for_the_right_password(world: World) -> None:
    people.add_staff(world.lobby, "anna", "Anna", "oikea-salasana", ("call",))
    known = people.credentials(world.lobby, "anna")
    assert isinstance(known, people.Credentials)
    for _ in range(people.FAILURES_ALLOWED):
        assert code_of(people.sign_in(world.lobby, known, False, 10)) == "wrong_sign_in"
    assert code_of(people.sign_in(world.lobby, known, True, 10)) == "locked_out"
    assert code_of(people.credentials(world.lobby, "anna")) == "locked_out"
    world.wait(15.1)
    assert isinstance(people.sign_in(world.lobby, known, True, 10), people.SignedIn)


def test_a_new_password_ends_the_sessions_of_the_old_one(world: World) -> None:
    people.add_staff(world.lobby, "anna", "Anna", "oikea-salasana", ("call",))
    known = people.credentials(world.lobby, "anna")
    assert isinstance(known, people.Credentials)
    session = people.sign_in(world.lobby, known, True, 10)
    assert isinstance(session, people.SignedIn)
    assert people.member_of(world.lobby, session.cookie) is not None
    people.add_staff(world.lobby, "anna", "Anna", "uusi-salasana", ("call",))
    assert people.member_of(world.lobby, session.cookie) is None
