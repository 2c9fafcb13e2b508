"""The cable: each fault does to a request what its name says, and nothing else."""

import asyncio
import random

import pytest

from vuoro.lobby.cable import proxy
from vuoro.lobby.cable.faults import Fault, Storm
from vuoro.lobby.cable.program import Switch
from vuoro.lobby.cable.proxy import CUT_AFTER, Cable

BODY = b'{"events": []}'
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n" + b"x" * 500
)
REQUEST = (
    b"POST /device/v1/push HTTP/1.1\r\nHost: b\r\nConnection: keep-alive\r\n"
    b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY
)


class Backend:
    """Answers every request and remembers them."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        assert b"Connection: close" in head
        self.bodies.append(await reader.readexactly(len(BODY)))
        writer.write(ANSWER)
        await writer.drain()
        writer.close()


def through(fault: Fault, *, pulled: bool = False) -> tuple[bytes, int]:
    """What comes back through a cable with a fault, and how often the backend was asked.

    ``pulled``: while the request is under way.
    """

    async def ask() -> tuple[bytes, int]:
        backend = Backend()
        server = await asyncio.start_server(backend.answer, "127.0.0.1", 0)
        cable = Cable("127.0.0.1", server.sockets[0].getsockname()[1], weather=lambda: fault)
        port = await cable.listen()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(REQUEST)
        while pulled and not cable.seen:
            await asyncio.sleep(0)
        if pulled:
            cable.pull()
        try:
            answer = await reader.read()
        except OSError:
            answer = b""
        writer.close()
        await cable.close()
        server.close()
        return answer, len(backend.bodies)

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("fault", "answer", "asked"),
    [
        (Fault.NONE, ANSWER, 1),
        (Fault.UNPLUGGED, b"", 0),
        (Fault.LOST_REPLY, b"", 1),
        (Fault.DUPLICATE, ANSWER, 2),
    ],
)
def test_a_fault_loses_or_doubles_what_its_name_says(
    fault: Fault, answer: bytes, asked: int
) -> None:
    assert through(fault) == (answer, asked)


def test_a_cut_answer_breaks_off_in_the_middle() -> None:
    answer, asked = through(Fault.CUT)

    assert asked == 1
    assert answer == ANSWER[:CUT_AFTER]


@pytest.mark.parametrize(
    ("fault", "status"), [(Fault.PORTAL, b"200 OK"), (Fault.BROKEN_GATEWAY, b"502 Bad Gateway")]
)
def test_somebody_in_between_answers_with_a_page(fault: Fault, status: bytes) -> None:
    answer, asked = through(fault)

    assert answer.startswith(b"HTTP/1.1 " + status)
    assert b"text/html" in answer
    assert asked == 0


@pytest.mark.timeout(20)
def test_a_silent_network_says_nothing_until_the_plug_is_pulled() -> None:
    assert through(Fault.SILENT, pulled=True) == (b"", 0)


def test_a_slow_network_carries_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy, "SLOW_SECONDS", 0.01)

    assert through(Fault.SLOW) == (ANSWER, 1)


def test_a_storm_has_every_fault_in_it() -> None:
    storm = Storm(random.Random(1))

    assert {storm() for _ in range(500)} == set(Fault)


def test_the_switch_pulls_the_plug_and_plugs_it_in_again() -> None:
    cable = Cable("127.0.0.1", 1, weather=lambda: Fault.NONE)
    switch = Switch(cable, random.Random(1))

    assert switch.set("unplugged")
    assert cable.weather() is Fault.UNPLUGGED
    assert switch.set("none")
    assert cable.weather() is Fault.NONE
    assert not switch.set("hail")
