"""A lobby as a whole, over HTTP: a pass is shown, a clerk calls, board and phone know."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from queue import SimpleQueue
from uuid import UUID

import pytest
import urllib3

from tests.lobby.conftest import MONDAY
from tests.served import served
from vuoro.core.clock import SteppingClock
from vuoro.core.wire.board import BoardFrame
from vuoro.core.wire.desk import DeskCommand, TicketState
from vuoro.core.wire.kiosk import CheckInBy, CheckInRequest, Outcome
from vuoro.lobby.demo.cast import AINO, PASSWORD
from vuoro.lobby.demo.house import House, Ports, Windows, build
from vuoro.lobby.keeping_in_touch import prepare_keys
from vuoro.lobby.service import lobby_app
from vuoro.queue.client import Feed, KioskClient, StaffClient
from vuoro.queue.service import LobbyService

PATIENCE = 20


@dataclass(frozen=True)
class Open:
    """A house that is open, and where."""

    house: House
    url: str

    def token(self, device: str) -> str:
        return (self.house.folder / f"{device}.token").read_text(encoding="ascii").strip()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """The demo's house, served by the lobby service."""
    house = build(tmp_path, MONDAY, Ports(), Windows())
    now = house.plan.now.astimezone(UTC)

    def prepare(lobby: LobbyService) -> None:
        prepare_keys(lobby, house.settings.sync)

    settings = replace(house.settings.lobby, public_url="http://phone.test", follow_url="")
    with served(lobby_app(settings, SteppingClock(now), prepare)) as url:
        yield Open(house, url)


def press(number: int) -> UUID:
    return UUID(int=number, version=4)


def test_a_pass_a_call_the_board_and_the_phone_tell_of_the_same_number(opened: Open) -> None:
    frames: SimpleQueue[BoardFrame] = SimpleQueue()
    board = Feed(
        opened.url, "/v1/board/stream", opened.token("display"), BoardFrame, frames.put, print
    )
    board.start()
    assert frames.get(timeout=PATIENCE).full
    kiosk, aino = KioskClient(opened.url, opened.token("kiosk")), StaffClient(opened.url)
    try:
        text = opened.house.client("in-time").pass_text
        result = kiosk.check_in(CheckInRequest(CheckInBy.PASS, text), press(1))
        aino.sign_in(AINO.username, PASSWORD)
        called = aino.press("next", DeskCommand(counter=AINO.counter))
        shown = _until_called(frames)
    finally:
        board.close()
        kiosk.close()
        aino.close()

    assert result.outcome is Outcome.ADMITTED
    assert result.slip is not None
    assert called.ticket is not None
    assert called.ticket.state is TicketState.CALLED
    assert shown == (result.slip.number, "3") == (called.ticket.number, "3")
    page = urllib3.request(
        "GET", result.slip.follow_url.replace("http://phone.test", opened.url), timeout=PATIENCE
    )
    assert page.status == 200
    assert result.slip.number in page.data.decode()


def test_the_desk_the_sign_in_and_the_phone_page_are_served_beside_the_api(opened: Open) -> None:
    for path, status in (
        ("/", 303),
        ("/desk/sign-in", 200),
        ("/t/nobody", 404),
        ("/look.css", 200),
    ):
        answer = urllib3.request("GET", opened.url + path, redirect=False, timeout=PATIENCE)
        assert answer.status == status, path


def _until_called(frames: "SimpleQueue[BoardFrame]") -> tuple[str, str]:
    """Number and counter of the first call the board is told of after its snapshot."""
    while True:
        for call in frames.get(timeout=PATIENCE).calls:
            return call.number, call.counter_label
