"""The box at a counter and the lobby service: what it is told, and what its button does."""

import queue
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import urllib3

from tests.queue.lobby_process import prepare, settings
from tests.queue.real_lobby import RealLobby, served
from tests.queue.world import START
from vuoro.core.clock import SteppingClock
from vuoro.core.wire.counter import CounterFrame, CounterPress, CounterUse, PressOutcome
from vuoro.core.wire.desk import DeskCommand, TicketState
from vuoro.core.wire.kiosk import TicketRequest
from vuoro.lobby.service import lobby_app
from vuoro.queue.client import CounterClient, Feed, LobbyRefused, StaffClient
from vuoro.queue.client.counter_box import stream_of
from vuoro.queue.service import people
from vuoro.queue.service.lobby import LobbyService

TOKEN = "counter-token-of-the-tests"
ANSWER = 10
"""Seconds that a test waits for what must come."""


def _prepare(lobby: LobbyService) -> None:
    prepare(lobby)
    people.add_device(lobby, "counter", "Piste 1", TOKEN)


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock(START)


@pytest.fixture
def lobby(tmp_path: Path, clock: SteppingClock) -> Iterator[RealLobby]:
    with served(lobby_app(settings(tmp_path), clock, _prepare)) as running:
        yield running


@pytest.fixture
def box(lobby: RealLobby) -> Iterator[CounterClient]:
    with closing(CounterClient(lobby.url, TOKEN)) as client:
        yield client


@pytest.fixture
def clerk(lobby: RealLobby) -> Iterator[StaffClient]:
    """Sits at counter 1."""
    with closing(lobby.clerk()) as client:
        yield client


@contextmanager
def followed(lobby: RealLobby, counter: str = "1") -> Iterator[Callable[[], CounterFrame]]:
    """The stream of a counter; gives what comes next."""
    frames: queue.SimpleQueue[CounterFrame] = queue.SimpleQueue()
    feed = Feed(
        lobby.url, stream_of(counter), TOKEN, CounterFrame, frames.put, on_link=lambda up: None
    )
    feed.start()
    try:
        yield lambda: frames.get(timeout=ANSWER)
    finally:
        feed.close()


def give_a_number(lobby: RealLobby) -> str:
    """A visitor takes a number; which."""
    with closing(lobby.kiosk()) as kiosk:
        slip = kiosk.issue(TicketRequest("neuvonta"), uuid.uuid4()).slip
    assert slip is not None
    return slip.number


def refusal(press: Callable[[], Any]) -> str:
    with pytest.raises(LobbyRefused) as refused:
        press()
    return refused.value.problem.code


def test_a_box_is_told_what_its_counter_is_doing(lobby: RealLobby) -> None:
    give_a_number(lobby)
    with followed(lobby) as told, closing(lobby.clerk(sits=False)) as clerk:
        told_first = told().use
        clerk.press("counter", DeskCommand(counter="p1"))
        sat_down = told().use
        ticket = clerk.press("next", DeskCommand(counter="p1")).ticket
        assert ticket is not None
        called = told()
        clerk.press("serve", DeskCommand(ticket=ticket.id))
        serving = told().use
        clerk.press("done", DeskCommand(ticket=ticket.id))
        free = told().use
        clerk.press("counter", DeskCommand())
        closed = told().use

    assert told_first is CounterUse.CLOSED
    assert sat_down is CounterUse.FREE
    assert (called.use, called.called_at) == (CounterUse.CALLED, START)
    assert serving is CounterUse.SERVING
    assert free is CounterUse.FREE
    assert closed is CounterUse.CLOSED


def test_a_repeated_call_is_told_anew(
    lobby: RealLobby, clerk: StaffClient, clock: SteppingClock
) -> None:
    give_a_number(lobby)
    with followed(lobby) as told:
        told()
        ticket = clerk.press("next", DeskCommand(counter="p1")).ticket
        assert ticket is not None
        first = told()
        clock.advance(timedelta(seconds=40))
        clerk.press("again", DeskCommand(ticket=ticket.id))
        again = told()

    assert first.use is again.use is CounterUse.CALLED
    assert first.called_at == START
    assert again.called_at == START + timedelta(seconds=40)


def test_a_client_who_does_not_come_leaves_the_counter_free(
    lobby: RealLobby, clerk: StaffClient
) -> None:
    give_a_number(lobby)
    with followed(lobby) as told:
        told()
        ticket = clerk.press("next", DeskCommand(counter="p1")).ticket
        assert ticket is not None
        told()
        clerk.press("miss", DeskCommand(ticket=ticket.id))

        assert told().use is CounterUse.FREE


def test_a_box_hears_nothing_of_other_counters_and_no_number_at_all(lobby: RealLobby) -> None:
    number = give_a_number(lobby)
    lines: list[bytes] = []
    pool = urllib3.PoolManager()
    stream = pool.request(
        "GET", f"{lobby.url}{stream_of('2')}", headers={"Authorization": f"Bearer {TOKEN}"},
        preload_content=False,
    )  # fmt: skip
    with closing(lobby.clerk(0)) as one, closing(lobby.clerk(1)) as two:
        one.press("next", DeskCommand(counter="p1"))
        give_a_number(lobby)
        two.press("next", DeskCommand(counter="p2"))
        for line in stream:
            lines.append(line)
            if b'"called"' in line:
                break
    stream.close()
    pool.clear()

    told = b"".join(lines)
    assert [use for use in (b'"closed"', b'"free"', b'"called"') if use in told] == [
        b'"closed"', b'"free"', b'"called"',
    ]  # fmt: skip
    assert told.count(b"data:") == 3
    assert number.encode() not in told
    assert b"Name of" not in told


def test_the_button_calls_the_next_client_for_whoever_sits_there(
    lobby: RealLobby, box: CounterClient, clerk: StaffClient
) -> None:
    number = give_a_number(lobby)

    answer = box.call_next(CounterPress("1"), uuid.uuid4())

    (ticket,) = clerk.line().tickets
    assert answer.outcome is PressOutcome.CALLED
    assert (ticket.number, ticket.state, ticket.counter) == (number, TicketState.CALLED, "p1")


def test_the_audit_log_names_the_button(
    lobby: RealLobby, box: CounterClient, clerk: StaffClient
) -> None:
    number = give_a_number(lobby)
    box.call_next(CounterPress("1"), uuid.uuid4())

    rows = urllib3.request(
        "GET", f"{lobby.url}/v1/desk/audit", headers={"Cookie": clerk.cookie}
    ).json()

    (called,) = [row for row in rows if row["action"] == "ticket.called"]
    assert (called["actor"], called["number"]) == ("button of counter 1", number)


def test_one_press_calls_one_client_however_often_it_is_sent(
    lobby: RealLobby, box: CounterClient, clerk: StaffClient
) -> None:
    first, _ = give_a_number(lobby), give_a_number(lobby)
    press = uuid.uuid4()

    answers = [box.call_next(CounterPress("1"), press).outcome for _ in range(3)]

    called = [row.number for row in clerk.line().tickets if row.state is TicketState.CALLED]
    assert answers == [PressOutcome.CALLED] * 3
    assert called == [first]


def test_a_press_where_nobody_waits_says_so(box: CounterClient, clerk: StaffClient) -> None:
    assert box.call_next(CounterPress("1"), uuid.uuid4()).outcome is PressOutcome.NOBODY_WAITS


def test_a_press_where_nobody_sits_calls_nobody(lobby: RealLobby, box: CounterClient) -> None:
    give_a_number(lobby)

    assert refusal(lambda: box.call_next(CounterPress("1"), uuid.uuid4())) == "nobody_signed_in"
    with closing(lobby.clerk(1)) as other:
        assert [row.state for row in other.line().tickets] == [TicketState.WAITING]


def test_a_press_while_the_counter_has_a_client_calls_nobody_else(
    lobby: RealLobby, box: CounterClient, clerk: StaffClient
) -> None:
    for _ in range(2):
        give_a_number(lobby)
    box.call_next(CounterPress("1"), uuid.uuid4())

    assert refusal(lambda: box.call_next(CounterPress("1"), uuid.uuid4())) == "counter_busy"


def test_a_press_that_arrives_too_late_does_nothing(
    lobby: RealLobby, box: CounterClient, clerk: StaffClient
) -> None:
    give_a_number(lobby)
    late = CounterPress("1", deadline=START - timedelta(seconds=1))

    assert refusal(lambda: box.call_next(late, uuid.uuid4())) == "too_late"
    assert [row.state for row in clerk.line().tickets] == [TicketState.WAITING]


def test_a_locked_button_calls_nobody(
    lobby: RealLobby, box: CounterClient, clerk: StaffClient
) -> None:
    give_a_number(lobby)
    (device,) = [row.id for row in clerk.line().devices if row.kind == "counter"]
    clerk.press(f"devices/{device}/lock", DeskCommand(locked=True))

    assert refusal(lambda: box.call_next(CounterPress("1"), uuid.uuid4())) == "device_locked"


def test_the_button_asks_for_help_at_its_counter_also_where_nobody_sits(
    lobby: RealLobby, box: CounterClient
) -> None:
    answer = box.ask_for_help(CounterPress("2"), uuid.uuid4())

    assert answer.outcome is PressOutcome.HELP_ASKED
    with closing(lobby.clerk()) as clerk:
        assert clerk.line().emergency == "p2"


def test_a_counter_that_is_not_there_is_told_so(box: CounterClient) -> None:
    assert refusal(lambda: box.look("9")) == "no_such_counter"
    assert refusal(lambda: box.call_next(CounterPress("9"), uuid.uuid4())) == "no_such_counter"


@pytest.mark.parametrize("path", ["/v1/counter?counter=1", "/v1/counter/stream?counter=1"])
def test_a_kiosk_and_a_stranger_are_turned_away(lobby: RealLobby, path: str) -> None:
    def status(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return urllib3.request("GET", lobby.url + path, headers=headers).status

    assert (status(lobby.kiosk_token), status("guessed")) == (403, 401)


def test_a_box_may_not_do_what_a_kiosk_or_a_display_does(lobby: RealLobby) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}

    for path in ("/v1/board", "/v1/kiosk/slips"):
        assert urllib3.request("GET", lobby.url + path, headers=headers).status == 403
