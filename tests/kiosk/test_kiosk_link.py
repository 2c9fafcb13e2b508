"""What the kiosk makes of every way in which a lobby service can answer, or not."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from uuid import UUID

import pytest

from vuoro.core.wire.follow import CallWish
from vuoro.core.wire.kiosk import TicketRequest
from vuoro.kiosk.flow import effects, events
from vuoro.kiosk.lobby_link import ClientLink

PRESS = UUID(int=7)
ASK = effects.Issue(TicketRequest("info"), PRESS)


class Lobby(HTTPServer):
    """A lobby service that always says the same."""

    status, body = 200, b""


class Reply(BaseHTTPRequestHandler):
    server: Lobby

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    do_GET = do_POST  # the name is http.server's

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def lobby() -> Iterator[Lobby]:
    with Lobby(("127.0.0.1", 0), Reply) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def link(lobby: Lobby) -> Iterator[ClientLink]:
    link = ClientLink(f"http://127.0.0.1:{lobby.server_port}", "token")
    yield link
    link.close()


def problem(status: int, code: str, **more: object) -> bytes:
    told = {"title": "No", "detail": "No.", "status": status, "code": code, **more}
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    ("status", "body", "event"),
    [
        (403, problem(403, "kiosk_locked"), events.Declined(PRESS, locked=True)),
        (401, problem(401, "no_such_token"), events.Declined(PRESS)),
        (429, problem(429, "slow_down", retry_after=9), events.Declined(PRESS, 9)),
        (503, problem(503, "disk_full"), events.Unanswered(PRESS)),
        (502, b"<html>a proxy</html>", events.Unanswered(PRESS)),
        (403, b"<html>a proxy</html>", events.Unanswered(PRESS)),
        (200, b"garbage", events.Unanswered(PRESS)),
    ],
)
def test_a_lobby_that_says_no_or_nonsense_is_an_event(
    lobby: Lobby, link: ClientLink, status: int, body: bytes, event: events.Event
) -> None:
    lobby.status, lobby.body = status, body

    assert link.ask(ASK) == event


def test_a_lobby_that_fails_gives_no_copy_and_no_list_of_slips(
    lobby: Lobby, link: ClientLink
) -> None:
    lobby.status = 500

    assert link.copy(effects.Copy("t1", PRESS)) == events.CopyFailed("t1")
    assert link.open_slips() is None
    assert link.door() == events.DoorMissing()
    assert link.wish(effects.Wish("t1", CallWish(True), PRESS)) == events.WishNotKept(PRESS)


def test_the_code_for_phones_and_a_wish_come_as_the_lobby_gives_them(
    lobby: Lobby, link: ClientLink
) -> None:
    lobby.body = b'{"url": "http://aula.example.fi/k/7K4MQ2XB", "seconds": 12.5}'
    assert link.door() == events.DoorShown("http://aula.example.fi/k/7K4MQ2XB", 12.5)
    lobby.body = b'{"silent": true, "elsewhere": false}'
    kept = events.WishKept(PRESS, CallWish(True, False))
    assert link.wish(effects.Wish("t1", CallWish(True), PRESS)) == kept


def test_a_lobby_without_slips_left_behind_is_told_from_one_that_is_away(
    lobby: Lobby, link: ClientLink
) -> None:
    lobby.body = b"[]"

    assert link.open_slips() == ()
