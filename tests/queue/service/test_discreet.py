"""Silent call and another waiting place: the same for everybody, and never on the board."""

from pathlib import Path

import pytest

from tests.queue.world import ONE, World, office
from vuoro.core.wire.codec import decode, encode
from vuoro.core.wire.desk import DeskCommand, DeskResult
from vuoro.core.wire.follow import CallWish
from vuoro.queue.domain.moves import Move
from vuoro.queue.reading import board, follow
from vuoro.queue.reading.view import View
from vuoro.queue.service import discreet, outbox
from vuoro.queue.service.lobby import Refused
from vuoro.queue.store.rebuild import rebuild, tables

QUIETLY = CallWish(silent=True)
ELSEWHERE = {"fi": "Kirjasto", "sv": "Biblioteket", "en": "The library"}


@pytest.fixture
def world() -> World:
    world = World(settings=office(elsewhere=ELSEWHERE))
    world.sit("staff1", ONE)
    return world


def view_of(world: World) -> View:
    return View(world.lobby.office, world.clock, world.lobby.line, "series")


def wish(world: World, ticket: str, asked: CallWish) -> CallWish | Refused:
    answer = discreet.wish(world.lobby, ticket, asked, world.press())
    return answer if isinstance(answer, Refused) else decode(answer, CallWish)


def test_a_silent_call_never_reaches_the_board_but_the_phone_and_the_desk_know(
    world: World,
) -> None:
    slip = world.number()
    assert wish(world, slip.ticket, QUIETLY) == CallWish(silent=True, elsewhere=False)

    called = world.called("staff1", ONE)

    assert called.silent
    view = view_of(world)
    ticket = world.lobby.line.tickets[slip.ticket]
    assert board.full(view).calls == ()
    assert slip.number.encode() not in encode(board.delta(view, [ticket]))
    frame = follow.frame(view, ticket)
    assert (frame.state, frame.counter_label, frame.silent) == ("called", "1", True)


def test_a_call_that_becomes_silent_leaves_the_board(world: World) -> None:
    slip = world.number()
    world.called("staff1", ONE)
    assert [call.number for call in board.full(view_of(world)).calls] == [slip.number]

    wish(world, slip.ticket, QUIETLY)

    (call,) = board.delta(view_of(world), [world.lobby.line.tickets[slip.ticket]]).calls
    assert (call.id, call.gone, call.number, call.counter) == (slip.ticket, True, "", {})


def test_what_was_wished_can_be_taken_back_and_what_is_left_out_stays(world: World) -> None:
    slip = world.number()
    wish(world, slip.ticket, CallWish(silent=True, elsewhere=True))

    assert wish(world, slip.ticket, CallWish(silent=False)) == CallWish(False, True)


def test_the_same_press_changes_it_once(world: World) -> None:
    slip, press = world.number(), world.press()
    for _ in range(2):
        discreet.wish(world.lobby, slip.ticket, QUIETLY, press)
    told = [event.type for event in outbox.waiting(world.lobby)]
    assert told.count("ticket.wished") == 1


def test_a_wish_that_changes_nothing_writes_nothing(world: World) -> None:
    slip = world.number()
    before = outbox.state(world.lobby).waiting
    wish(world, slip.ticket, CallWish(silent=False, elsewhere=False))
    assert outbox.state(world.lobby).waiting == before


def test_another_place_is_only_where_the_office_has_one() -> None:
    world = World()
    slip = world.number()
    answer = wish(world, slip.ticket, CallWish(elsewhere=True))
    assert isinstance(answer, Refused)
    assert answer.code == "wrong_state"


def test_nothing_can_be_wished_once_the_visit_is_over(world: World) -> None:
    slip = world.number()
    world.called("staff1", ONE)
    world.moved(Move.DONE, slip.ticket, "staff1")
    assert isinstance(wish(world, slip.ticket, QUIETLY), Refused)
    assert isinstance(wish(world, "nobody", QUIETLY), Refused)


def test_a_wish_leaves_the_last_move_undoable_and_undo_leaves_the_wish(world: World) -> None:
    slip = world.number()
    world.called("staff1", ONE)
    wish(world, slip.ticket, QUIETLY)

    back = world.moved(Move.UNDO, slip.ticket, "staff1")

    assert (back.state, back.silent) == ("waiting", True)


def test_staff_can_say_it_for_a_visitor_and_the_audit_log_tells(world: World) -> None:
    slip = world.number()
    command = DeskCommand(ticket=slip.ticket, silent=True, elsewhere=True)
    answer = discreet.wish_at_desk(world.lobby, command, world.press("staff1"))
    assert isinstance(answer, bytes)
    row = decode(answer, DeskResult).ticket
    assert row is not None
    assert (row.silent, row.elsewhere) == (True, True)
    said = world.store.read("SELECT action, detail FROM audit ORDER BY n DESC LIMIT 1")
    assert said == [("ticket.wished", "silent,elsewhere")]


def test_it_survives_a_restart_and_a_rebuild_from_the_events(tmp_path: Path) -> None:
    world = World(tmp_path / "lobby.db", settings=office(elsewhere=ELSEWHERE))
    slip = world.number()
    wish(world, slip.ticket, CallWish(silent=True, elsewhere=True))
    world.reopen()
    assert world.lobby.line.tickets[slip.ticket].silent
    before = tables(world.store)
    rebuild(world.store)
    assert tables(world.store) == before
    world.close()
