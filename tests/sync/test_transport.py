"""What every way to the backend keeps, over the network and without one."""

import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from tests.served import served
from vuoro.core.wire.sync import PREFIX
from vuoro.sync import http
from vuoro.sync.answers import Heard, ServerFailed, Turned, lines_of, understood
from vuoro.sync.http import HttpTransport
from vuoro.sync.in_process import InProcessTransport
from vuoro.sync.transport import Ask, NoAnswer, Reply, Transport


def echo_app() -> FastAPI:
    """Tells what it was asked; and is slow, large and elsewhere where that is wanted."""
    app = FastAPI()

    @app.api_route(PREFIX + "/echo", methods=["GET", "POST"])
    async def echo(request: Request) -> Response:
        body = await request.body()
        if request.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        told = {
            "method": request.method,
            "query": dict(request.query_params),
            "body": body.decode("latin-1"),
            "who": request.headers.get("authorization", ""),
        }
        return JSONResponse(told, 202, {"X-Told": "Yes"})

    @app.get(PREFIX + "/slow")
    async def slow(request: Request) -> Response:
        while not await request.is_disconnected():
            await request.receive()
        return Response()

    @app.get(PREFIX + "/large")
    async def large() -> Response:
        return Response(b"x" * 100_000)

    @app.get(PREFIX + "/elsewhere")
    async def elsewhere() -> Response:
        return RedirectResponse("/welcome-to-our-wifi")

    return app


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with served(echo_app()) as url:
        yield url


@pytest.fixture(params=["http", "in_process"])
def transport(request: pytest.FixtureRequest) -> Iterator[Transport]:
    if request.param == "http":
        yield HttpTransport(request.getfixturevalue("base"), "vuoro/test")
        return
    made = InProcessTransport(echo_app())
    yield made
    made.close()


def test_an_answer_comes_whole_with_its_status_and_headers(transport: Transport) -> None:
    reply = transport.send(Ask("GET", "/echo?cursor=7&name=%C3%A4", {"Authorization": "Device x"}))

    assert reply.status == 202
    assert reply.headers["x-told"] == "Yes"
    assert json.loads(reply.body) == {
        "method": "GET", "query": {"cursor": "7", "name": "ä"}, "body": "", "who": "Device x",
    }  # fmt: skip


@pytest.mark.parametrize("size", [0, 10, http.WORTH_COMPRESSING, 200_000])
def test_a_body_arrives_as_it_was_sent(transport: Transport, size: int) -> None:
    reply = transport.send(Ask("POST", "/echo", body=b"a" * size))

    assert json.loads(reply.body)["body"] == "a" * size


def test_who_does_not_answer_in_time_has_not_answered(transport: Transport) -> None:
    with pytest.raises(NoAnswer):
        transport.send(Ask("GET", "/slow", timeout=0.2))


def test_nobody_is_followed_elsewhere(transport: Transport) -> None:
    assert transport.send(Ask("GET", "/elsewhere")).status == 307


def test_an_answer_without_end_is_given_up(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "LARGEST_ANSWER", 99_999)

    with pytest.raises(NoAnswer, match="no end"):
        HttpTransport(base, "vuoro/test").send(Ask("GET", "/large"))


def test_an_answer_that_trickles_is_given_up(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "SLOWEST", 1e12)

    with pytest.raises(NoAnswer, match="slowly"):
        HttpTransport(base, "vuoro/test").send(Ask("GET", "/large", timeout=1e-9))


def test_nobody_at_the_address_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = taken.getsockname()
    with pytest.raises(NoAnswer, match="NewConnectionError"):
        HttpTransport(f"http://127.0.0.1:{address[1]}", "vuoro/test").send(Ask("GET", "/echo"))


@contextmanager
def blunt_server(answer: bytes) -> Iterator[str]:
    """Answers whoever comes with these bytes, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer_all() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                with line:
                    line.recv(65536)
                    line.sendall(answer)

        thread = threading.Thread(target=answer_all)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(10)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly a beginning",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
        b"SSH-2.0-OpenSSH_9.2\r\n",
    ],
)
def test_a_broken_answer_is_none(answer: bytes) -> None:
    with blunt_server(answer) as url, pytest.raises(NoAnswer):
        HttpTransport(url, "vuoro/test").send(Ask("GET", "/echo"))


JSON = {"content-type": "application/json"}
PROBLEM = {"content-type": "application/problem+json"}
OURS = b'{"server_epoch":"e1","code":"session_over","detail":"","status":401}'


@pytest.mark.parametrize(
    ("reply", "what"),
    [
        (Reply(200, {"content-type": "text/html"}, b"<h1>Welcome"), NoAnswer),
        (Reply(200, {}, b'{"server_epoch":"e1"}'), NoAnswer),
        (Reply(200, JSON, b"<h1>Welcome"), NoAnswer),
        (Reply(200, JSON, b'{"server_epo'), NoAnswer),
        (Reply(200, JSON, b'{"ok":true}'), NoAnswer),
        (Reply(302, JSON, b""), NoAnswer),
        (Reply(404, {"content-type": "text/html"}, b"Not found"), NoAnswer),
        (Reply(401, PROBLEM, b'{"code":"session_over"}'), NoAnswer),
        (Reply(401, PROBLEM, OURS), Turned),
        (Reply(500, PROBLEM, OURS), ServerFailed),
        (Reply(502, {"content-type": "text/html"}, b"Bad Gateway"), ServerFailed),
    ],
)
def test_only_the_backend_itself_is_believed(reply: Reply, what: type[Exception]) -> None:
    read: tuple[Callable[[], object], ...] = (
        lambda: understood(reply, Heard),
        lambda: lines_of(reply),
    )
    for each in read:
        with pytest.raises((Turned, NoAnswer)) as told:
            each()
        if reply.status != 200:
            assert type(told.value) is what


@pytest.mark.parametrize(
    ("header", "asked"), [("7", 7.0), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("", None)]
)
def test_whoever_answers_may_say_how_long_to_wait(header: str, asked: float | None) -> None:
    with pytest.raises(NoAnswer) as told:
        understood(Reply(503, {"retry-after": header}, b""), Heard)

    assert told.value.retry_after == asked
