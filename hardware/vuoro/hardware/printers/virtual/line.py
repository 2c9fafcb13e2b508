"""The cable: TCP connections into the machine, its answers back, and its work in between."""

import asyncio
import contextlib

from vuoro.hardware.printers.virtual.machine import Machine, Step
from vuoro.hardware.printers.virtual.paper import DOTS_PER_MM

_BUFFER = 128 * 1024
"""A real one holds 4–64 kB; this is more than the longest command, so none can block itself."""
_AT_ONCE = 4096
_TURNS_TO_ACCEPT = 5
"""Turns of the event loop until a connection that was just accepted is served."""


class Line:
    """Connects people who print with one machine, in the event loop that opened it."""

    def __init__(self, machine: Machine, *, mm_per_second: float | None) -> None:
        self.port = 0
        self.changes = asyncio.Condition()
        self.version = 0
        self._machine = machine
        self._dots_per_second = mm_per_second * DOTS_PER_MM if mm_per_second else None
        self._host = ""
        self._server: asyncio.Server | None = None
        self._connections: dict[asyncio.Task[None], asyncio.Task[None]] = {}
        self._speaker: asyncio.StreamWriter | None = None
        self._work = asyncio.Event()
        self._room = asyncio.Event()
        self._thawed = asyncio.Event()
        self._thawed.set()
        self._worker: asyncio.Task[None] | None = None
        self._break_after: int | None = None

    async def open(self, host: str, port: int) -> None:
        """Listen. Raises OSError if the port is in use."""
        self._host = host
        await self._listen(port)
        self._worker = asyncio.create_task(self._keep_working())

    async def close(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._worker
        await self._hang_up()

    async def switch(self, *, on: bool) -> None:
        """Switch the machine; without power nobody listens."""
        if on == self._machine.on:
            return
        self._machine.switch(on=on)
        if on:
            await self._listen(self.port)
        else:
            await self._hang_up()
        self.look()

    def freeze(self, *, on: bool) -> None:
        if on:
            self._thawed.clear()
        else:
            self._thawed.set()

    def break_after(self, count: int) -> None:
        self._break_after = count

    def look(self) -> None:
        """Something about the machine changed: perhaps it can go on, and watchers want to know."""
        self._work.set()

    async def _listen(self, port: int) -> None:
        # A small window, so that a printer that reads nothing is felt at the other end.
        self._server = await asyncio.start_server(self._serve, self._host, port, limit=_AT_ONCE)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _hang_up(self) -> None:
        await self._stop_accepting()
        serving = dict(self._connections)
        for connection in serving.values():
            connection.cancel()
        await asyncio.gather(*serving)

    async def _stop_accepting(self) -> None:
        """Connections on their way in arrive first: closing under them would leak them."""
        server, self._server = self._server, None
        if server is None:
            return
        for listening in server.sockets:
            asyncio.get_running_loop().remove_reader(listening.fileno())
        for _ in range(_TURNS_TO_ACCEPT):
            await asyncio.sleep(0)
        server.close()
        await server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, in a task of its own, which ends cancelled when the power goes."""
        task = asyncio.create_task(self._take(reader, writer))
        serving = asyncio.current_task()
        assert serving is not None
        self._connections[serving] = task
        try:
            await asyncio.wait((task,))
        finally:
            del self._connections[serving]
            if self._speaker is writer:
                self._speaker = None
            if task.cancelled():
                writer.transport.abort()
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await self._thawed.wait()
            try:
                data = await reader.read(_AT_ONCE)
            except ConnectionError:
                return
            await self._thawed.wait()
            if not data:
                return
            self._speaker = writer
            if self._break_after is not None and len(data) >= self._break_after:
                self._machine.receive(data[: self._break_after])
                self._break_after = None
                self.look()
                writer.transport.abort()
                return
            if self._break_after is not None:
                self._break_after -= len(data)
            self._answer(self._machine.receive(data))
            self.look()
            await self._wait_for_room()

    async def _wait_for_room(self) -> None:
        while self._machine.held > _BUFFER:
            self._room.clear()
            await self._room.wait()

    async def _keep_working(self) -> None:
        """Until cancelled: do what there is to do, then sleep until something changes."""
        while True:
            await self._work.wait()
            self._work.clear()
            while (step := self._machine.step()) is not None:
                self._answer(step.answer)
                await self._let_paper_move(step)
            await self._tell()

    async def _let_paper_move(self, step: Step) -> None:
        """Printing takes its time; without a speed only others get their turn."""
        if self._dots_per_second and step.dots:
            await self._tell()
            await asyncio.sleep(step.dots / self._dots_per_second)
        else:
            await asyncio.sleep(0)

    async def _tell(self) -> None:
        self._room.set()
        self.version += 1
        async with self.changes:
            self.changes.notify_all()

    def _answer(self, answer: bytes) -> None:
        if answer and self._speaker is not None and not self._speaker.is_closing():
            self._speaker.write(answer)
