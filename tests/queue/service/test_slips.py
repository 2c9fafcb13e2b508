"""Slips: printed once, reported in any order, copied only because somebody asked."""

from datetime import timedelta

import pytest

from tests.queue.world import FOUR, KIOSK, World, a_pass
from vuoro.core.wire.codec import decode
from vuoro.core.wire.kiosk import Slip, SlipReport, SlipState
from vuoro.queue.service import slips
from vuoro.queue.service.lobby import Refused


@pytest.fixture
def world() -> World:
    return World()


def state(world: World, slip: Slip) -> str:
    return str(world.store.read("SELECT state FROM print_job WHERE job_id = ?", (slip.job,))[0][0])


def tell(world: World, slip: Slip, *states: SlipState) -> None:
    for each in states:
        assert slips.report(world.lobby, slip.job, SlipReport(each), KIOSK)


def copy(world: World, ticket: str, key: str = "") -> Slip:
    answer = slips.copy_slip(world.lobby, ticket, world.press(key=key))
    assert isinstance(answer, bytes)
    return decode(answer, Slip)


def test_a_slip_is_queued_sent_and_done(world: World) -> None:
    slip = world.number()
    assert state(world, slip) == "queued"
    tell(world, slip, SlipState.SENDING, SlipState.DONE)
    assert state(world, slip) == "done"
    assert slips.open_slips(world.lobby, KIOSK) == ()


@pytest.mark.parametrize("late", [SlipState.QUEUED, SlipState.SENDING, SlipState.UNKNOWN])
def test_a_printed_slip_stays_printed_whatever_comes_late(world: World, late: SlipState) -> None:
    slip = world.number()
    tell(world, slip, SlipState.SENDING, SlipState.DONE, late)
    assert state(world, slip) == "done"


def test_an_unknown_outcome_may_become_known(world: World) -> None:
    slip = world.number()
    tell(world, slip, SlipState.SENDING, SlipState.UNKNOWN, SlipState.FAILED)
    assert state(world, slip) == "failed"


def test_a_restarted_kiosk_finds_its_own_fresh_slips_only(world: World) -> None:
    old = world.number()
    world.wait(11)
    queued = world.number()
    world.wait(0.1)
    sending = world.number()
    tell(world, sending, SlipState.SENDING)
    found = slips.open_slips(world.lobby, KIOSK)
    assert [(each.state, each.slip) for each in found] == [
        (SlipState.QUEUED, queued),
        (SlipState.SENDING, sending),
    ]
    assert slips.open_slips(world.lobby, "kiosk-2") == ()
    assert state(world, old) == "queued"


def test_a_kiosk_reports_its_own_slips_only(world: World) -> None:
    slip = world.number()
    assert not slips.report(world.lobby, slip.job, SlipReport(SlipState.DONE), "kiosk-2")
    assert not slips.report(world.lobby, "no-such-job", SlipReport(SlipState.DONE), KIOSK)


def test_copies_are_numbered_and_keep_number_receipt_and_qr(world: World) -> None:
    slip = world.number()
    first, second = copy(world, slip.ticket), copy(world, slip.ticket)
    assert [first.copy, second.copy] == [1, 2]
    for each in (first, second):
        assert (each.number, each.receipt, each.follow_url) == (
            slip.number, slip.receipt, slip.follow_url,
        )  # fmt: skip
        assert each.job != slip.job


def test_a_copy_asked_for_twice_by_one_press_is_one_copy(world: World) -> None:
    slip = world.number()
    assert copy(world, slip.ticket, "one-press") == copy(world, slip.ticket, "one-press")


def test_there_is_no_copy_of_what_is_not_there(world: World) -> None:
    answer = slips.copy_slip(world.lobby, "nobody", world.press())
    assert isinstance(answer, Refused)
    assert answer.status == 404


def test_a_slip_tells_people_ahead_and_an_interval(world: World) -> None:
    world.number()
    slip = world.number()
    assert slip.ahead == 1
    assert slip.wait is not None
    assert 0 < slip.wait.likely < slip.wait.at_most
    assert slip.issued_at == world.clock.now() - timedelta(0)


def test_a_booked_client_waits_for_the_specialist_and_not_for_the_others(world: World) -> None:
    soon = world.clock.now() + timedelta(minutes=50)
    for name, specialist in (("b1", "staff3"), ("b2", "staff3"), ("b3", "staff4")):
        world.booking(name, soon, specialist=specialist)
    world.show_pass(a_pass("b1", soon))
    world.show_pass(a_pass("b3", soon))

    slip = world.show_pass(a_pass("b2", soon)).slip

    assert slip is not None
    assert slip.ahead == 1
    assert slip.wait is not None
    assert slip.wait.likely >= 50


def test_a_walk_in_is_not_told_to_wait_for_the_clients_of_a_room_elsewhere(world: World) -> None:
    before = world.number().ahead
    world.sit("staff3", FOUR)
    world.booking("b1", world.clock.now() + timedelta(minutes=1), specialist="staff3")
    world.show_pass(a_pass("b1", world.clock.now() + timedelta(minutes=1)))

    assert (before, world.number().ahead) == (0, 1)
