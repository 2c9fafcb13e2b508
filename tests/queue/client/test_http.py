"""The client against answers that are cut, odd or slow: a press is never sent under another key."""

import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from vuoro.core.wire.kiosk import SlipReport, SlipState, TicketRequest
from vuoro.queue.client import KioskClient, LobbyRefused, LobbyUnreachable

PRESS = uuid.UUID(int=5)
ISSUED = b'{"outcome":"full"}'


def answer(status: str, body: bytes) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@contextmanager
def scripted(*answers: bytes) -> Iterator[tuple[KioskClient, list[bytes]]]:
    """A lobby that gives these answers, one connection each; an empty one hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))
    asked: list[bytes] = []

    def serve() -> None:
        for each in answers:
            connection, _ = listener.accept()
            with connection:
                request = b""
                while b"\r\n\r\n" not in request:
                    request += connection.recv(65536)
                asked.append(request)
                connection.sendall(each)

    thread = threading.Thread(target=serve)
    thread.start()
    client = KioskClient(f"http://127.0.0.1:{listener.getsockname()[1]}", "token", timeout=5)
    yield client, asked
    client.close()
    thread.join(5)
    listener.close()


def keys(asked: list[bytes]) -> list[bytes]:
    lines = [line for request in asked for line in request.split(b"\r\n")]
    return [line for line in lines if line.lower().startswith(b"idempotency-key")]


def test_a_connection_that_breaks_is_tried_once_more_with_the_same_press() -> None:
    with scripted(b"", answer("200 OK", ISSUED)) as (client, asked):
        assert client.issue(TicketRequest("neuvonta"), PRESS).outcome.value == "full"
    assert keys(asked) == [b"Idempotency-Key: " + str(PRESS).encode()] * 2


def test_twice_is_enough() -> None:
    with scripted(b"", b"") as (client, asked), pytest.raises(LobbyUnreachable):
        client.issue(TicketRequest("neuvonta"), PRESS)
    assert len(asked) == 2


def test_what_has_no_key_is_sent_once() -> None:
    with scripted(b"") as (client, asked), pytest.raises(LobbyUnreachable):
        client.report_slip("job", SlipReport(SlipState.DONE))
    assert len(asked) == 1


@pytest.mark.parametrize(
    "odd",
    [
        answer("200 OK", b"<html>"),
        answer("200 OK", b'{"outcome":"dance"}'),
        answer("500 Oops", b""),
        answer("404 Not Found", b"<html>"),
        answer("503 Full", b'{"code":"store_failed"}'),
    ],
)
def test_an_answer_that_makes_no_sense_is_no_answer(odd: bytes) -> None:
    with scripted(odd) as (client, _), pytest.raises(LobbyUnreachable):
        client.issue(TicketRequest("neuvonta"), PRESS)


def test_a_refusal_is_told_with_its_reason() -> None:
    problem = b'{"code":"kiosk_locked","title":"Locked","detail":"Ask staff.","status":403}'
    with scripted(answer("403 No", problem)) as (client, _), pytest.raises(LobbyRefused) as no:
        client.issue(TicketRequest("neuvonta"), PRESS)
    assert (no.value.problem.code, no.value.problem.status) == ("kiosk_locked", 403)
