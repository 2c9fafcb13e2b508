"""The device's side of the conflict rules, offline_sync §3.9, by their numbers.

The backend's side is in tests/booking/fleet, both together in tests/sync.
"""

from datetime import timedelta

import pytest

from tests.queue.model import ALWAYS_OPEN
from tests.queue.world import KIOSK, ONE, START, THREE, TWO, World, a_pass, pass_id
from vuoro.core.clock import ClockState
from vuoro.core.wire.kiosk import ArrivalResult, Outcome, Slip
from vuoro.core.wire.sync import ChangeTold, EpochGranted, Op
from vuoro.queue.domain.moves import Move
from vuoro.queue.service import outbox
from vuoro.queue.service.days import ensure_day, mark_absent
from vuoro.queue.service.epochs import begin_epoch
from vuoro.queue.service.erasing import erase
from vuoro.queue.store.rebuild import rebuild, tables
from vuoro.queue.store.stream import first_break

SOON = START + timedelta(minutes=30)
LATER = SOON + timedelta(hours=2)
PASS = a_pass("b1", SOON)


@pytest.fixture
def world() -> World:
    world = World()
    world.booking("b1", SOON)
    return world


def arrive(world: World, text: str = PASS) -> Slip:
    slip = world.show_pass(text).slip
    assert slip is not None
    return slip


def notes(world: World, slip: Slip) -> str:
    return str(world.ticket(slip.ticket)["notes"])


def seen(shown: ArrivalResult) -> tuple[Outcome, str | None]:
    return shown.outcome, shown.slip.number if shown.slip is not None else None


def told(world: World) -> list[str]:
    return [event.type for event in outbox.waiting(world.lobby)]


def test_row_01_cancelled_centrally_while_the_client_is_here(world: World) -> None:
    slip = arrive(world)
    world.booking("b1", SOON, rev=2, status="cancelled")

    assert notes(world, slip) == "cancelled_centrally"
    assert world.ticket(slip.ticket)["state"] == "waiting", "nothing changes in the lobby"
    assert seen(world.show_pass(PASS)) == (Outcome.ALREADY_HERE, slip.number)


def test_row_02_the_same_booking_at_two_kiosks(world: World) -> None:
    """Offline both give a number; told of the other one, each keeps its own until the two kiosks
    meet: test_second_kiosk.py. With the backend: tests/sync/test_two_kiosks.py."""
    slip = arrive(world)
    visit = {"booking": "b1", "day": "2026-11-23", "device": "d2", "voided": False,
             "numbers": ["A017", "BH004"], "arrived_ms": 0}  # fmt: skip
    world.mirror(ChangeTold(5, "visit", "of-the-other", 1, Op.PUT, visit))
    assert seen(world.show_pass(PASS)) == (Outcome.ALREADY_HERE, slip.number)
    assert world.ticket(slip.ticket)["state"] == "waiting"


def test_row_03_twice_at_the_same_kiosk(world: World) -> None:
    slip = arrive(world)
    again = world.show_pass(PASS)
    assert seen(again) == (Outcome.ALREADY_HERE, slip.number)
    assert again.slip is not None
    assert again.slip.copy == 1, "offered, not printed by itself"
    assert told(world).count("ticket.issued") == 1


def test_row_04_two_people_with_one_code(world: World) -> None:
    slip = arrive(world)
    second = world.show_pass(PASS, world.press("kiosk-2"))
    assert seen(second) == (Outcome.ALREADY_HERE, slip.number)
    assert world.number().number != slip.number, "who is another person takes a number"


def test_row_05_moved_after_the_last_pull(world: World) -> None:
    """The pass is newer than the row: let in by the old time, which may be wrong."""
    slip = arrive(world, a_pass("b1", LATER, revision=2))
    assert notes(world, slip) == "stale_booking"
    event = outbox.waiting(world.lobby)[-1]
    assert event.p["shown"] == {"by": "pass", "booking_rev": 1, "pass_rev": 2}
    world.booking("b1", LATER, rev=2)
    assert notes(world, slip) == "moved_centrally,stale_booking"


def test_row_05_moved_to_another_day_before_the_last_pull(world: World) -> None:
    tomorrow = SOON + timedelta(days=1)
    world.booking("b1", tomorrow, rev=2)
    shown = world.show_pass(PASS)
    assert (shown.outcome, shown.start) == (Outcome.SUPERSEDED, tomorrow)


def test_row_06_moved_to_another_office(world: World) -> None:
    slip = arrive(world)
    world.mirror(world.gone("b1"))
    assert notes(world, slip) == "moved_centrally", "they are here, so they stay"
    world.booking("b2", SOON)
    world.mirror(world.gone("b2"))
    assert world.show_pass(a_pass("b2", SOON)).outcome is Outcome.SUPERSEDED


def test_row_07_handed_over_to_a_colleague(world: World) -> None:
    slip = arrive(world)
    world.booking("b1", SOON, rev=2, specialist="staff1")
    assert world.ticket(slip.ticket)["specialist"] == "staff1"
    world.sit("staff1", ONE)
    world.wait(30)
    assert world.called("staff1", ONE).id == slip.ticket
    world.booking("b1", SOON, rev=3, specialist="staff3")
    assert world.ticket(slip.ticket)["counter"] == ONE, "whoever has called them keeps them"


def test_row_08_given_to_another_client_before_the_first_one_shows_the_pass(world: World) -> None:
    world.booking("b1", SOON, rev=2, since_rev=2)
    assert world.show_pass(PASS).outcome is Outcome.SEE_STAFF
    new = arrive(world, a_pass("b1", SOON, revision=2))
    assert world.show_pass(PASS).outcome is Outcome.SEE_STAFF, "not the other one's number"
    assert seen(world.show_pass(a_pass("b1", SOON, revision=2)))[1] == new.number


def test_row_08_given_to_another_client_while_the_first_one_waits(world: World) -> None:
    old = arrive(world)
    due = world.lobby.line.tickets[old.ticket].due_at
    world.booking("b1", SOON, rev=2, since_rev=2)

    ticket = world.lobby.line.tickets[old.ticket]
    assert (ticket.booking, ticket.specialist, ticket.notes) == (None, None, "reassigned_centrally")
    assert ticket.due_at == due, "served as a walk-in, but not behind those who came later"
    new = arrive(world, a_pass("b1", SOON, revision=2))
    assert new.number != old.number
    assert world.lobby.line.tickets[new.ticket].booking == "b1"
    before = tables(world.store)
    rebuild(world.store)
    assert tables(world.store) == before


def test_row_08_given_away_before_this_lobby_knew_the_booking_at_all() -> None:
    world = World()
    old = arrive(world, a_pass("b1", SOON))
    world.booking("b1", SOON, rev=2, since_rev=2)
    assert world.lobby.line.tickets[old.ticket].booking is None
    assert arrive(world, a_pass("b1", SOON, revision=2)).number != old.number


def test_row_08_who_came_by_the_new_pass_before_the_row_is_the_new_client(world: World) -> None:
    new = arrive(world, a_pass("b1", SOON, revision=2))
    world.booking("b1", SOON, rev=2, since_rev=2)
    assert world.lobby.line.tickets[new.ticket].booking == "b1"


def test_row_09_booked_after_the_last_pull() -> None:
    world = World()
    slip = arrive(world)
    assert notes(world, slip) == "not_in_mirror"
    told = outbox.waiting(world.lobby)[-1].p
    assert told["arrival"]["booking"] == f"pass:{pass_id('b1')}"
    assert told["shown"] == {"by": "pass", "pass_rev": 1}
    world.booking("b1", SOON)
    assert world.lobby.line.tickets[slip.ticket].booking == "b1"


def test_row_10_a_walk_in_presses_twice(world: World) -> None:
    press = world.press(KIOSK)
    first, retry = world.take(press=press), world.take(press=press)
    assert first == retry, "one press is one number, however often it arrives"
    assert seen(world.take())[1] != seen(first)[1], "two presses are two"


def test_row_11_two_desks_press_next_at_once(world: World) -> None:
    first, second = world.number(), world.number()
    world.sit("staff1", ONE)
    world.sit("staff2", TWO)
    called = {world.called("staff1", ONE).number, world.called("staff2", TWO).number}
    assert called == {first.number, second.number}


def test_row_12_a_desk_retries_after_a_time_out(world: World) -> None:
    """A key of another series never gets here: see tests/queue/api/test_doors.py, stale_session."""
    world.number()
    world.number()
    world.sit("staff1", ONE)
    press = world.press("staff1")
    assert world.next("staff1", ONE, press) == world.next("staff1", ONE, press)
    series = world.lobby.store.journal.series
    begin_epoch(world.lobby, EpochGranted("e", 2, "X"))
    assert world.lobby.store.journal.series != series
    assert world.told[-1].series == world.lobby.store.journal.series


def test_row_13_who_comes_after_all_is_absent_no_more(world: World) -> None:
    """The central job waits for this lobby's watermark: tests/booking/fleet."""
    world.wait(60)
    assert mark_absent(world.lobby) == 1
    arrive(world)
    assert told(world)[-2:] == ["ticket.issued", "booking.came"]
    assert world.lobby.line.marks == {}


@pytest.mark.parametrize("state", [ClockState.HOLDOVER, ClockState.UNSET])
def test_row_14_nobody_is_refused_by_a_clock_that_is_unsure(
    world: World, state: ClockState
) -> None:
    world.clock.jump(START + timedelta(hours=3))
    world.clock.state = state
    slip = arrive(world)
    assert notes(world, slip) == "clock_unsure"
    assert outbox.waiting(world.lobby)[-1].clk == state.value


def test_row_14_the_order_of_events_is_not_the_wall_clocks(world: World) -> None:
    world.number()
    world.clock.jump(START - timedelta(minutes=20))
    world.number()
    events = outbox.waiting(world.lobby)
    assert [event.seq for event in events] == [1, 2, 3]
    assert events[1].wall > events[2].wall


def test_row_15_the_day_rolls_over_without_the_network() -> None:
    world = World(settings=ALWAYS_OPEN)
    left = world.number()
    world.clock.advance(timedelta(days=1))
    ensure_day(world.lobby)
    assert told(world)[-3:] == ["ticket.left", "day.closed", "day.opened"]
    assert world.ticket(left.ticket)["outcome"] == "day_closed"
    assert world.number().number == "A001"


def test_row_16_a_restored_device_begins_a_new_series(world: World) -> None:
    """How it is noticed: test_restoring.py. What two clones get: tests/booking/fleet."""
    world.number()
    begin_epoch(world.lobby, EpochGranted("e", 2, "X"))
    assert world.number().number == "AX001"


def test_row_17_a_restored_backend_is_filled_again_and_its_lost_bookings_are_good(
    world: World,
) -> None:
    """The snapshot that takes the mirror's place: test_snapshots.py."""
    slip = arrive(world)
    begin_epoch(world.lobby, EpochGranted("restored", 2, "X"))
    assert told(world) == ["day.opened", "ticket.issued"], "also what it had answered for"
    assert seen(world.show_pass(PASS)) == (Outcome.ALREADY_HERE, slip.number)
    world.wait(2)
    assert world.show_pass(a_pass("lost", SOON)).outcome is Outcome.ADMITTED


def test_row_18_a_revoked_device_keeps_what_it_has_not_told(world: World) -> None:
    """How its intake stops and what it drains: tests/sync. What is kept: 30 days, and unanswered
    for ever (test_outbox.py)."""
    arrive(world)
    world.restart()
    assert told(world) == ["day.opened", "ticket.issued"]


def test_row_19_a_booking_of_a_service_that_this_office_does_not_know(world: World) -> None:
    world.booking("b2", SOON, service="lakkautettu")
    slip = arrive(world, a_pass("b2", SOON))
    assert world.ticket(slip.ticket)["service"] == "neuvonta"


def test_row_20_an_erased_client_is_redacted_and_the_stream_stays_whole(world: World) -> None:
    slip = arrive(world)
    world.sit("staff3", THREE)
    world.moved(Move.LEAVE, slip.ticket, "staff3")
    world.mirror(world.gone("b1", rev=2))

    assert erase(world.lobby, ["b1", f"pass:{pass_id('b1')}"]) == 2
    assert first_break(world.store) is None
    kept = b"".join(payload for (payload,) in world.store.read("SELECT payload FROM event"))
    assert b'"b1"' not in kept
    before = tables(world.store)
    rebuild(world.store)
    assert tables(world.store) == before
