"""Who listens: a slow one is given everything anew, a quiet one is kept alive."""

import asyncio
from typing import Any

from tests.queue.world import World
from vuoro.core.wire.codec import decode
from vuoro.core.wire.desk import DeskFrame
from vuoro.queue.api import stream
from vuoro.queue.api.stream import EventStream
from vuoro.queue.reading.hub import LONGEST_BACKLOG, Hub, Listener
from vuoro.queue.reading.view import View
from vuoro.queue.service.lobby import Committed


class Wire:
    """A connection that takes messages only while it is open."""

    def __init__(self) -> None:
        self.sent: asyncio.Queue[bytes] = asyncio.Queue()
        self.open, self.gone = asyncio.Event(), asyncio.Event()

    async def send(self, message: Any) -> None:
        await self.open.wait()
        self.sent.put_nowait(message.get("body", b""))

    async def receive(self) -> Any:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def next(self) -> bytes:
        return await asyncio.wait_for(self.sent.get(), 5)


def readers_of(world: World) -> tuple[View, Hub]:
    view = View(world.settings, world.clock, world.lobby.line, "series")
    return view, Hub(view)


def test_a_listener_who_cannot_follow_is_overrun_and_gets_everything_anew() -> None:
    asyncio.run(_overrun())


async def _overrun() -> None:
    world = World()
    view, hub = readers_of(world)
    world.lobby._publish = view.take
    wire = Wire()
    wire.open.set()
    going = asyncio.ensure_future(EventStream(view, hub.desk(), 0)({}, wire.receive, wire.send))
    while b"data: " not in await wire.next():
        pass
    wire.open.clear()
    for _ in range(LONGEST_BACKLOG + 10):
        world.number()
    wire.open.set()
    body = await wire.next()
    frames = [decode(line[6:], DeskFrame) for line in body.splitlines() if line[:6] == b"data: "]
    assert [frame.full for frame in frames] == [True], "what piled up is not sent after all"
    assert len(frames[0].tickets) == LONGEST_BACKLOG + 10
    wire.gone.set()
    await asyncio.wait_for(going, 5)
    world.number()
    world.close()


def test_a_quiet_stream_says_that_it_is_here(monkeypatch: Any) -> None:
    monkeypatch.setattr(stream, "KEEP_ALIVE_SECONDS", 0.01)
    asyncio.run(_quiet())


async def _quiet() -> None:
    world = World()
    view, hub = readers_of(world)
    wire = Wire()
    wire.open.set()
    going = asyncio.ensure_future(EventStream(view, hub.board(), 0)({}, wire.receive, wire.send))
    while await wire.next() != b": here\n\n":
        pass
    wire.gone.set()
    await asyncio.wait_for(going, 5)
    view.take(Committed())
    world.close()


def test_a_backlog_never_grows_beyond_its_limit() -> None:
    listener = Listener()
    for n in range(10 * LONGEST_BACKLOG):
        listener.put(b"%d" % n)
        assert len(listener.backlog) <= LONGEST_BACKLOG
    assert listener.overrun
