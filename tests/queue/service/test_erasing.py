"""Erasing a person: nothing in the journal leads to them any more, and the stream stays whole."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.queue.world import START, World, a_pass, index, pass_id
from vuoro.core.wire.kiosk import Outcome, Slip
from vuoro.core.wire.sync import EpochGranted, EventResult, EventStatus, Told
from vuoro.queue.service import dead_letters, outbox
from vuoro.queue.service.days import mark_absent, tend
from vuoro.queue.service.epochs import begin_epoch
from vuoro.queue.service.erasing import erase
from vuoro.queue.store.rebuild import rebuild, tables
from vuoro.queue.store.stream import first_break

SOON = START + timedelta(minutes=30)
CODE = "010594Y9032"
ID = "0c8e9d57-booking"
NAMES = (ID, f"pass:{pass_id(ID)}")


@pytest.fixture
def world() -> World:
    """Somebody with a booking is here, and one without."""
    world = World()
    world.booking(ID, SOON, identity_index=index(CODE))
    world.number()
    return world


def arrive(world: World) -> Slip:
    slip = world.type_identity_code(CODE).slip
    assert slip is not None
    return slip


def answer(world: World) -> tuple[Told, ...]:
    events = outbox.waiting(world.lobby)
    results = [EventResult(e.seq, e.id, EventStatus.APPLIED, 3) for e in events]
    outbox.acknowledge(world.lobby, world.store.journal.epoch, results)
    return events


def everything(world: World) -> bytes:
    """What the tables of the journal and the projections hold, in one heap."""
    rows = [payload for (payload,) in world.store.read("SELECT payload FROM event")]
    return b"".join(rows) + str(tables(world.store)).encode()


def assert_whole(world: World) -> None:
    assert first_break(world.store) is None
    before = tables(world.store)
    line = world.lobby.line.tickets
    rebuild(world.store)
    assert tables(world.store) == before
    world.restart()
    assert world.lobby.line.tickets == line


def test_nothing_in_the_journal_leads_to_an_erased_person(world: World) -> None:
    slip = arrive(world)
    assert index(CODE).encode() in everything(world)
    answer(world)

    assert erase(world.lobby, NAMES) == 1

    assert index(CODE).encode() not in everything(world)
    assert ID.encode() not in everything(world)
    ticket = world.lobby.line.tickets[slip.ticket]
    assert (ticket.number, ticket.booking, ticket.booked_start) == (slip.number, None, None)
    assert_whole(world)


def test_erasing_twice_erases_nothing_more(world: World) -> None:
    arrive(world)
    erase(world.lobby, NAMES)
    before = everything(world)
    assert erase(world.lobby, NAMES) == 0
    assert erase(world.lobby, []) == 0
    assert everything(world) == before


def test_others_are_left_alone(world: World) -> None:
    world.booking("another", SOON)
    world.show_pass(a_pass("another", SOON))
    before = everything(world)
    assert erase(world.lobby, NAMES) == 0
    assert everything(world) == before


def test_an_event_that_was_told_keeps_its_link_and_says_that_it_is_redacted(world: World) -> None:
    arrive(world)
    told = answer(world)
    links = world.store.read("SELECT seq, prev, hash FROM outbox")
    erase(world.lobby, NAMES)

    assert world.store.read("SELECT seq, prev, hash FROM outbox") == links
    begin_epoch(world.lobby, EpochGranted("e", 2, "X"))
    again = outbox.waiting(world.lobby)[-1]
    assert again.id == told[-1].id
    assert again.p["redacted"] is True
    assert_whole(world)


def test_an_event_that_was_not_told_leaves_redacted_and_chained_anew(world: World) -> None:
    arrive(world)
    world.number()
    erase(world.lobby, NAMES)

    told = outbox.waiting(world.lobby)
    assert told[2].p["arrival"]["booking"] is None
    assert told[2].p["arrival"]["identity_index"] is None
    assert told[2].p["redacted"] is True
    world.number()
    assert_whole(world)


def test_a_no_show_of_an_erased_person_goes_too(world: World) -> None:
    world.wait(60)
    assert mark_absent(world.lobby) == 1
    assert erase(world.lobby, NAMES) == 1
    assert ID.encode() not in everything(world)
    assert world.lobby.line.marks == {}
    assert_whole(world)


def test_who_came_by_a_pass_before_its_row_is_erased_by_it() -> None:
    world = World()
    world.show_pass(a_pass(ID, SOON))
    assert erase(world.lobby, NAMES[1:]) == 1
    assert str(pass_id(ID)).encode() not in everything(world)
    assert_whole(world)


def test_what_was_told_before_the_booking_was_known_is_found_by_the_arrival() -> None:
    """An identity code without a match; the row came later and was adopted."""
    world = World()
    slip = arrive(world)
    world.booking(ID, SOON, identity_index=index(CODE))
    assert world.lobby.line.tickets[slip.ticket].booking == ID
    assert erase(world.lobby, NAMES) == 2
    assert index(CODE).encode() not in everything(world)
    assert_whole(world)


def test_an_event_that_was_set_aside_is_redacted_as_well(world: World) -> None:
    arrive(world)
    dead_letters.quarantine(world.lobby, 3)
    assert erase(world.lobby, NAMES) == 1
    assert dead_letters.unsent(world.lobby)[0].p["arrival"]["booking"] is None
    assert_whole(world)


def test_an_erased_person_is_nobody_to_the_kiosk(world: World) -> None:
    first = arrive(world)
    world.mirror(world.gone(ID))
    erase(world.lobby, NAMES)
    second = world.type_identity_code(CODE)
    assert second.outcome is Outcome.RECEIVED
    assert second.slip is not None
    assert second.slip.number != first.number


def test_no_file_keeps_what_was_erased(tmp_path: Path) -> None:
    world = World(tmp_path / "lobby.db")
    world.booking(ID, SOON, identity_index=index(CODE))
    arrive(world)
    world.store.checkpoint()
    world.mirror(world.gone(ID))
    erase(world.lobby, NAMES)
    assert _files_with(tmp_path, index(CODE)) == []

    # The tombstone stays for the day: the pass on paper must not look like a new booking.
    world.clock.advance(timedelta(days=1))
    tend(world.lobby)
    assert _files_with(tmp_path, ID) == []
    world.close()


def _files_with(folder: Path, secret: str) -> list[str]:
    return [file.name for file in folder.iterdir() if secret.encode() in file.read_bytes()]
