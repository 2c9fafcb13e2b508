"""What the backend tells: whole pages, and tickets that follow their bookings (§3.5, §3.9)."""

from datetime import timedelta

import pytest

from tests.queue.world import ONE, START, THREE, World, a_pass
from vuoro.core.wire.desk import Channel, TicketState
from vuoro.core.wire.kiosk import Outcome, Slip
from vuoro.core.wire.sync import ChangeTold, Op
from vuoro.queue.domain.moves import Move
from vuoro.queue.service import mirror
from vuoro.queue.store.rows import to_ms

SOON = START + timedelta(minutes=30)


@pytest.fixture
def world() -> World:
    return World()


def arrive(world: World, name: str = "b1") -> Slip:
    slip = world.show_pass(a_pass(name, SOON)).slip
    assert slip is not None
    return slip


def cursor(world: World) -> int:
    return int(world.store.read("SELECT cursor FROM pull_state")[0][0])


def test_a_page_of_puts_and_deletes_comes_in_whole_with_its_cursor(world: World) -> None:
    assert world.mirror(world.put("b1", SOON), world.put("b2", SOON), world.gone("b3")) == 3
    assert set(world.lobby.line.bookings) == {"b1", "b2"}
    assert cursor(world) == 3


def test_a_row_that_cannot_be_understood_is_set_aside_and_the_others_are_taken(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    bad = world.put("b2", SOON, minutes="Secret Name")
    world.mirror(world.put("b1", SOON), bad, world.put("b3", SOON.replace(tzinfo=None)))

    assert set(world.lobby.line.bookings) == {"b1"}
    assert (mirror.not_understood(world.lobby), cursor(world)) == (2, 3)
    places = [getattr(record, "why", "") for record in caplog.records]
    assert places == ["`$.minutes`", "the start has no time zone"]
    assert "Secret" not in caplog.text


def test_a_row_that_was_not_understood_is_read_by_a_newer_program(world: World) -> None:
    world.mirror(world.put("b1", SOON, channel="by pigeon"))
    assert world.lobby.line.bookings == {}
    world.store.read("UPDATE mirror SET data = replace(data, 'by pigeon', 'phone')")
    world.restart()
    assert world.lobby.line.bookings["b1"].channel is Channel.PHONE


def test_the_same_page_twice_and_an_older_change_do_nothing(world: World) -> None:
    old, new = world.put("b1", SOON, rev=1), world.put("b1", SOON, rev=2, minutes=45)
    assert world.mirror(new) == 1
    told = len(world.told)
    assert world.mirror(new, old) == 0
    assert world.lobby.line.bookings["b1"].rev == 2
    assert len(world.told) == told


def test_a_cursor_never_goes_back_unless_the_backend_was_restored(world: World) -> None:
    world.mirror(world.put("b1", SOON), cursor=90)
    world.mirror(cursor=40)
    assert cursor(world) == 90


def test_what_a_backend_sends_too_much_is_never_stored(world: World) -> None:
    world.booking("b1", SOON, client="Eufemia Harvinainen", phone="+358401112223")
    kept = world.store.read("SELECT data FROM mirror")[0][0]
    assert b"Eufemia" not in kept
    assert b"+358" not in kept


def test_kinds_that_this_program_does_not_know_are_kept_as_they_came(world: World) -> None:
    world.mirror(ChangeTold(1, "weather", "w1", 3, Op.PUT, {"sky": "grey"}))
    assert world.store.read("SELECT kind, id, rev, data FROM mirror") == [
        ("weather", "w1", 3, b'{"sky":"grey"}')
    ]


def test_the_mirror_outlives_a_restart(world: World) -> None:
    world.booking("b1", SOON)
    before = world.lobby.line.bookings
    world.restart()
    assert world.lobby.line.bookings == before


def test_a_waiting_client_follows_the_booking_to_a_colleague(world: World) -> None:
    world.booking("b1", SOON)
    slip = arrive(world)
    world.booking("b1", SOON, rev=2, specialist="staff1", stand_in="staff2")
    row = world.ticket(slip.ticket)
    assert (row["specialist"], row["stand_in"], row["number"]) == ("staff1", "staff2", slip.number)
    world.sit("staff1", ONE)
    world.wait(30)
    assert world.called("staff1", ONE).id == slip.ticket


def test_a_called_client_stays_with_the_colleague_who_called(world: World) -> None:
    world.booking("b1", SOON)
    slip = arrive(world)
    world.sit("staff3", THREE)
    world.called("staff3", THREE)
    world.booking("b1", SOON, rev=2, specialist="staff1")
    row = world.ticket(slip.ticket)
    assert (row["specialist"], row["state"], row["counter"]) == ("staff3", "called", THREE)


def test_a_client_whom_staff_sent_elsewhere_stays_there(world: World) -> None:
    world.booking("b1", SOON)
    slip = arrive(world)
    world.moved(Move.TRANSFER, slip.ticket, "staff1", counter=ONE)
    world.booking("b1", SOON, rev=2, specialist="staff1")
    row = world.ticket(slip.ticket)
    assert (row["specialist"], row["counter"]) == (None, ONE)


def test_a_booking_cancelled_after_arrival_keeps_the_visit_and_staff_see_it(world: World) -> None:
    world.booking("b1", SOON)
    slip = arrive(world)
    world.booking("b1", SOON, rev=2, status="cancelled")
    row = world.ticket(slip.ticket)
    assert (row["state"], row["notes"]) == ("waiting", "cancelled_centrally")
    again = world.show_pass(a_pass("b1", SOON))
    assert (again.outcome, again.slip and again.slip.ticket) == (Outcome.ALREADY_HERE, slip.ticket)
    world.booking("b1", SOON, rev=3)
    assert world.ticket(slip.ticket)["notes"] == ""


def test_a_booking_moved_after_arrival_keeps_the_old_due_time_and_staff_see_it(
    world: World,
) -> None:
    world.booking("b1", SOON)
    slip = arrive(world)
    due = world.lobby.line.tickets[slip.ticket].due_at
    world.booking("b1", SOON + timedelta(hours=2), rev=2)
    ticket = world.lobby.line.tickets[slip.ticket]
    assert (ticket.due_at, ticket.notes) == (due, "moved_centrally")


def test_a_booking_taken_away_after_arrival_keeps_the_visit(world: World) -> None:
    world.booking("b1", SOON)
    slip = arrive(world)
    world.mirror(world.gone("b1"))
    assert world.ticket(slip.ticket)["notes"] == "moved_centrally"
    again = world.show_pass(a_pass("b1", SOON))
    assert (again.outcome, again.slip and again.slip.ticket) == (Outcome.ALREADY_HERE, slip.ticket)


def test_who_was_absent_at_the_old_time_is_expected_at_the_new_one(world: World) -> None:
    from vuoro.queue.service.days import mark_absent

    world.booking("b1", START - timedelta(minutes=30))
    assert mark_absent(world.lobby) == 1
    world.booking("b1", SOON, rev=2)
    assert world.lobby.line.marks == {}
    world.restart()
    assert world.lobby.line.marks == {}


def test_readers_learn_of_rows_and_mirror_together(world: World) -> None:
    world.booking("b1", SOON)
    arrive(world)
    world.booking("b1", SOON, rev=2, specialist="staff1")
    assert world.lobby.line.bookings["b1"].specialist == "staff1"
    assert [type(row).__name__ for row in world.told[-1].rows] == ["Ticket"]


def test_a_page_changes_nothing_of_a_visit_that_is_over(world: World) -> None:
    world.booking("b1", SOON)
    slip = arrive(world)
    world.sit("staff3", THREE)
    world.called("staff3", THREE)
    world.moved(Move.DONE, slip.ticket, "staff3")
    world.booking("b1", SOON, rev=2, specialist="staff1", status="cancelled")
    ticket = world.lobby.line.tickets[slip.ticket]
    assert (ticket.state, ticket.notes) == (TicketState.DONE, "")


def test_a_booking_that_becomes_unreadable_is_neither_taken_away_nor_known(world: World) -> None:
    world.booking("b1", SOON)
    slip = arrive(world)
    world.booking("b2", SOON)
    world.booking("b1", SOON, rev=2, channel="by pigeon")
    world.booking("b2", SOON, rev=2, channel="by pigeon")
    world.wait(2)

    assert world.ticket(slip.ticket)["notes"] == "", "nobody has moved anything"
    by_its_pass = world.show_pass(a_pass("b2", SOON, revision=2))
    assert by_its_pass.outcome is Outcome.ADMITTED
    world.restart()
    assert world.lobby.line.bookings == {}


def test_that_nothing_is_new_is_known_at_once_and_written_now_and_then(world: World) -> None:
    world.mirror(world.put("b1", SOON))
    before = world.store.read("SELECT pulled_at FROM pull_state")

    world.clock.advance(timedelta(seconds=25))
    world.mirror(cursor=1)
    assert mirror.pulled_at(world.lobby) == to_ms(world.lobby.now)
    assert world.store.read("SELECT pulled_at FROM pull_state") == before

    world.clock.advance(timedelta(milliseconds=mirror.KEPT_EVERY_MS))
    world.mirror(cursor=1)
    kept = world.store.read("SELECT pulled_at FROM pull_state")
    assert kept == [(to_ms(world.lobby.now),)]
    world.restart()
    assert mirror.pulled_at(world.lobby) == kept[0][0]
