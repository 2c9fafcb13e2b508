"""Nothing personal gets out by the phone: in the lobby no names, outside it not even the office."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import urllib3

from tests.lobby.conftest import MONDAY
from tests.lobby.test_leaks import (
    COUNTER,
    PASSWORD,
    SECRETS,
    furnish,
    logged,
    office_text,
    read_until,
    stream,
)
from tests.served import served
from vuoro.core.clock import SteppingClock
from vuoro.core.settings import LobbySettings
from vuoro.core.wire.codec import encode
from vuoro.core.wire.desk import DeskCommand
from vuoro.lobby.service import lobby_app
from vuoro.queue.api.context import Here
from vuoro.queue.client import KioskClient, StaffClient
from vuoro.queue.reading.followed import Followed

PLACES = ("Tampere", "Tammerfors", "Palvelupiste", "Kirjasto", "Odota aulassa")
"""What would tell where somebody is."""


@dataclass
class Phone:
    """A browser without script; it keeps every page that it saw."""

    url: str
    seen: list[str]

    def ask(self, path: str, **fields: str) -> str:
        """The path that the answer leads to."""
        body = urlencode(fields) if fields else None
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
        method = "POST" if fields else "GET"
        answer = urllib3.request(
            method, self.url + path, body=body, headers=headers, redirect=False, timeout=20
        )
        self.seen.append(answer.data.decode())
        return self.ask(answer.headers["location"]) if answer.status == 303 else path


@dataclass(frozen=True)
class Seen:
    """What a client saw on the phone, what the board was sent, and what was told outside."""

    pages: list[str]
    board: bytes
    outside: bytes
    log: str
    numbers: tuple[str, ...]


@contextmanager
def lobby(folder: Path) -> Iterator[tuple[str, Here]]:
    office = folder / "office.toml"
    office.write_text(office_text(), encoding="utf-8")
    clock = SteppingClock(MONDAY)
    settings = LobbySettings(data=folder / "data", office=office)
    app = lobby_app(settings, clock, lambda opened: furnish(opened, clock))
    with served(app) as url:
        yield url, app.state.here


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """The client checks in on the phone, asks for a quiet call, and is called beside others."""
    pages: list[str] = []
    with logged() as log, lobby(tmp_path_factory.mktemp("phone")) as (url, here):
        board = stream(url, "board")
        kiosk = KioskClient(url, "kiosk-token", timeout=20)
        phone, other = Phone(url, pages), Phone(url, [])
        door = urlsplit(kiosk.own_phone().url).path
        page = phone.ask(door).partition("?")[0]
        phone.ask(f"{page}/number")
        phone.ask(f"{page}/appointment", press="a" * 8, identity_code="010190-900X")
        turn = phone.ask(
            f"{page}/appointment?lang=fi", press="b" * 8, identity_code=SECRETS.identity_code
        ).partition("?")[0]
        phone.ask(turn, press="c" * 8, silent="yes", elsewhere="yes")
        phone.ask(f"{turn}/shown?lang=fi")
        loud = other.ask(
            f"{other.ask(door).partition('?')[0]}/number", press="d" * 8, service="neuvonta"
        )
        topias = StaffClient(url, timeout=20)
        topias.sign_in("topias", PASSWORD)
        topias.press("counter", DeskCommand(counter=COUNTER))
        numbers = []
        for path in (turn, loud):
            token = path.partition("?")[0].rpartition("/")[2]
            ticket = here.view.line.standing(here.view.line.by_token[token])
            assert ticket is not None
            topias.press("call", DeskCommand(counter=COUNTER, ticket=ticket.id))
            phone.ask(turn)
            phone.ask(f"{turn}/shown?lang=en")
            topias.press("done", DeskCommand(counter=COUNTER, ticket=ticket.id))
            numbers.append(ticket.number)
        said = read_until(board, numbers[1].encode() + rb'.*"times":1')
        outside = encode(tuple(Followed(here.view).tickets().values()))
        topias.close()
        kiosk.close()
    return Seen(pages, said, outside, log.getvalue(), tuple(numbers))


def test_the_client_was_there_and_was_called(seen: Seen) -> None:
    assert sum(seen.numbers[0] in page for page in seen.pages) >= 5
    assert any("Kutsumme sinut hiljaa" in page for page in seen.pages)
    assert any("It is your turn" in page for page in seen.pages)


def test_no_page_of_the_phone_tells_who_it_is(seen: Seen) -> None:
    for page in seen.pages:
        # The example beside the field is the very code that the secret client has.
        own = re.sub(r'<p class="soft" id="booking-hint">.*?</p>', "", page)
        assert SECRETS.found_in(own) == []
        assert "010190-900X" not in page


def test_a_quiet_call_is_nowhere_in_what_the_board_was_sent(seen: Seen) -> None:
    quiet, loud = seen.numbers
    assert loud.encode() in seen.board
    assert quiet.encode() not in seen.board
    assert SECRETS.found_in(seen.board) == []


def test_what_is_told_outside_holds_neither_name_nor_service_nor_place(seen: Seen) -> None:
    outside = seen.outside.decode()
    assert seen.numbers[0] in outside
    assert SECRETS.found_in(outside) == []
    assert [place for place in PLACES if place in outside] == []


def test_no_log_holds_a_token_or_a_code(seen: Seen) -> None:
    tokens = {found for page in seen.pages for found in re.findall(r"/t/([\w-]{20,})", page)}
    # The phones of this test log their own requests, in the same process.
    log = "\n".join(line for line in seen.log.splitlines() if '"urllib3' not in line)
    assert tokens
    assert '"logger": "vuoro' in log or '"logger": "uvicorn' in log
    assert [token for token in tokens if token in log] == []
    assert SECRETS.found_in(log) == []
