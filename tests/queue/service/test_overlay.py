"""What happened here stands until the backend has surely spoken; then its word counts (§3.6)."""

from datetime import timedelta

import pytest

from tests.queue.world import KIOSK, START, World, a_pass, index
from vuoro.core.wire.desk import BookingState
from vuoro.core.wire.kiosk import Outcome, Slip
from vuoro.core.wire.sync import ChangeTold, EventResult, EventStatus, Op
from vuoro.queue.projection import booking_row
from vuoro.queue.service import outbox
from vuoro.queue.service.days import mark_absent
from vuoro.queue.store.rebuild import rebuild, tables

SOON = START + timedelta(minutes=30)
PASS = a_pass("b1", SOON)


@pytest.fixture
def world() -> World:
    world = World()
    world.booking("b1", SOON)
    return world


def arrive(world: World) -> Slip:
    slip = world.show_pass(PASS).slip
    assert slip is not None
    return slip


def visit(
    world: World, key: str, change: int, *, voided: bool = False, number: str = "B004"
) -> ChangeTold:
    """What the backend tells of a visit."""
    data = {"booking": "b1", "day": "2026-11-23", "device": "device-2", "voided": voided,
            "numbers": [number], "arrived_ms": 0}  # fmt: skip
    world.changes = change
    return ChangeTold(change, "visit", key, change, Op.PUT, data)


def arrival(world: World) -> str:
    return str(world.store.read("SELECT id FROM arrival")[0][0])


def answer(world: World, change: int) -> None:
    told = outbox.waiting(world.lobby)
    results = [EventResult(e.seq, e.id, EventStatus.APPLIED, change) for e in told]
    outbox.acknowledge(world.lobby, 1, results)


def is_voided(world: World) -> bool:
    return bool(world.store.read("SELECT voided FROM arrival")[0][0])


def test_an_arrival_that_was_not_answered_for_stands_whatever_the_mirror_says(
    world: World,
) -> None:
    arrive(world)
    world.mirror(visit(world, arrival(world), 5, voided=True))
    assert not is_voided(world)
    assert world.show_pass(PASS).outcome is Outcome.ALREADY_HERE


def test_an_answered_arrival_stands_until_the_mirror_has_reached_its_effect(world: World) -> None:
    arrive(world)
    answer(world, change=9)
    world.mirror(visit(world, arrival(world), 8, voided=True))
    assert not is_voided(world)
    world.mirror(visit(world, arrival(world), 9, voided=True))
    assert is_voided(world)


def test_an_answer_that_comes_after_its_effect_settles_it_as_well(world: World) -> None:
    arrive(world)
    world.mirror(visit(world, arrival(world), 9, voided=True))
    assert not is_voided(world)
    answer(world, change=8)
    assert is_voided(world)


def test_an_arrival_taken_back_centrally_is_noted_and_the_client_may_come_again(
    world: World,
) -> None:
    first = arrive(world)
    answer(world, change=4)
    world.mirror(visit(world, arrival(world), 5, voided=True))

    assert world.ticket(first.ticket)["notes"] == "voided_centrally"
    assert world.ticket(first.ticket)["state"] == "waiting"
    again = world.show_pass(PASS)
    assert again.outcome is Outcome.ADMITTED
    assert again.slip is not None
    assert again.slip.number != first.number
    before = tables(world.store)
    rebuild(world.store)
    assert tables(world.store) == before


def test_an_arrival_given_back_centrally_stands_again(world: World) -> None:
    slip = arrive(world)
    answer(world, change=4)
    world.mirror(visit(world, arrival(world), 5, voided=True))
    answer(world, change=6)
    world.mirror(visit(world, arrival(world), 7))
    assert world.ticket(slip.ticket)["notes"] == ""
    assert world.show_pass(PASS).outcome is Outcome.ALREADY_HERE


def test_a_visit_that_is_not_told_of_takes_nothing_back(world: World) -> None:
    """The backend may have merged it, noted it, or be a restored one that will hear of it again."""
    arrive(world)
    answer(world, change=4)
    world.mirror(visit(world, "another", 5))
    assert not is_voided(world)
    assert world.show_pass(PASS).outcome is Outcome.ALREADY_HERE


def test_who_came_elsewhere_is_told_the_number_that_they_have(world: World) -> None:
    world.mirror(visit(world, "v1", 5))
    shown = world.show_pass(PASS)
    assert (shown.outcome, shown.number, shown.slip) == (Outcome.ALREADY_HERE, "B004", None)
    world.restart()
    assert world.show_pass(PASS).number == "B004"


def test_who_came_elsewhere_with_a_number_of_this_line_is_offered_the_slip(world: World) -> None:
    slip = world.number()
    world.mirror(visit(world, "v1", 5, number=slip.number))
    shown = world.show_pass(PASS)
    assert shown.outcome is Outcome.ALREADY_HERE
    assert shown.slip is not None
    assert (shown.slip.number, shown.slip.copy) == (slip.number, 1)


@pytest.mark.parametrize("voided", [True, False])
def test_a_visit_elsewhere_that_was_taken_back_or_away_leaves_the_booking_free(
    world: World, voided: bool
) -> None:
    world.mirror(visit(world, "v1", 5))
    world.mirror(visit(world, "v1", 6, voided=True) if voided else
                 ChangeTold(6, "visit", "v1", 6, Op.DEL))  # fmt: skip
    assert world.show_pass(PASS).outcome is Outcome.ADMITTED


def test_the_own_number_wins_over_one_elsewhere(world: World) -> None:
    slip = arrive(world)
    world.mirror(visit(world, "v1", 5))
    shown = world.show_pass(PASS)
    assert shown.slip is not None
    assert shown.slip.number == slip.number


def test_who_came_elsewhere_is_not_absent_and_staff_see_them_here(world: World) -> None:
    world.mirror(visit(world, "v1", 5))
    world.wait(60)
    assert mark_absent(world.lobby) == 0
    line = world.lobby.line
    assert booking_row(line.bookings["b1"], line).state is BookingState.HERE


def test_after_an_identity_code_who_came_elsewhere_looks_like_everybody(world: World) -> None:
    code = "010594Y9032"
    world.booking("b1", SOON, rev=2, identity_index=index(code))
    world.mirror(visit(world, "v1", 5))
    known, unknown = world.type_identity_code(code), world.type_identity_code("010594Y9021")
    assert known.slip is not None
    assert unknown.slip is not None
    assert (known.outcome, known.number, known.start) == (unknown.outcome, "", None)
    assert known.slip.number[0] == unknown.slip.number[0] == "A"
    assert world.ticket(known.slip.ticket)["notes"] == "came_elsewhere"


def test_a_device_that_lost_its_arrivals_finds_them_with_the_backend(world: World) -> None:
    """Restored from a backup, it does not let the same client in twice (§3.7)."""
    world.mirror(visit(world, "lost", 5))
    assert world.show_pass(PASS, world.press(KIOSK)).outcome is Outcome.ALREADY_HERE
