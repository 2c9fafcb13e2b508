"""The cable: connections into the machine, its answers back, and its work in between."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence

from vuoro.hardware.printers.virtual.machine import Machine, Step
from vuoro.hardware.printers.virtual.paper import DOTS_PER_MM
from vuoro.hardware.printers.virtual.port import AT_ONCE, Port

_UNHEARD = 4096
"""Bytes of answers kept for somebody who does not read; a real printer drops the rest too."""


class Line:
    """Connects people who print with one machine, in the event loop that opened it."""

    def __init__(
        self,
        machine: Machine,
        ports: Sequence[Port],
        *,
        mm_per_second: float | None,
        mono: Callable[[], float] = time.monotonic,
    ) -> None:
        self.changes = asyncio.Condition()
        self.version = 0
        self.mm_per_second = mm_per_second
        self.began: float | None = None
        """When the first dots of the newest slip came out, in seconds of ``mono``."""
        self._mono = mono
        self._machine = machine
        self._ports = ports
        self._connections: dict[asyncio.Task[None], asyncio.Event] = {}
        self._speaker: asyncio.StreamWriter | None = None
        self._work = asyncio.Event()
        self._room = asyncio.Event()
        self._resting = False
        self._thawed = asyncio.Event()
        self._thawed.set()
        self._worker: asyncio.Task[None] | None = None
        self._break_after: int | None = None

    @property
    def frozen(self) -> bool:
        """Whether nothing is read."""
        return not self._thawed.is_set()

    @property
    def breaks(self) -> bool:
        """Whether the cable will be pulled."""
        return self._break_after is not None

    async def open(self) -> None:
        """Take connections. Raises OSError, as for a TCP port in use."""
        await self._plug_in()
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
            await self._plug_in()
        else:
            await self._hang_up()
        self.look()

    def freeze(self, *, on: bool) -> None:
        if on:
            self._thawed.clear()
        else:
            self._thawed.set()

    def break_after(self, count: int | None) -> None:
        """Pull the cable once so many more bytes have come in; never with None."""
        self._break_after = count

    def look(self) -> None:
        """Something about the machine changed: perhaps it can go on, and watchers want to know."""
        self._work.set()

    async def _plug_in(self) -> None:
        for port in self._ports:
            await port.open(self._serve)

    async def _hang_up(self) -> None:
        for port in self._ports:
            await port.refuse()
        serving = dict(self._connections)
        for connection in serving:
            connection.cancel()
        for gone in serving.values():
            await gone.wait()
        for port in self._ports:
            await port.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, in a task of its own, which ends cancelled when the power goes."""
        task = asyncio.create_task(self._take(reader, writer))
        gone = self._connections[task] = asyncio.Event()
        try:
            await asyncio.wait((task,))
        finally:
            if self._speaker is writer:
                self._speaker = None
            if task.cancelled():
                writer.transport.abort()
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
            del self._connections[task]
            gone.set()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await self._thawed.wait()
            try:
                data = await reader.read(AT_ONCE)
            except OSError:
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
        """Until the buffer has room, or the machine needs more to understand what it has."""
        while self._machine.full and not (self._resting and self._machine.ready):
            self._room.clear()
            await self._room.wait()

    async def _keep_working(self) -> None:
        """Until cancelled: do what there is to do, then sleep until something changes."""
        while True:
            await self._work.wait()
            self._work.clear()
            self._resting = False
            while (step := self._machine.step()) is not None:
                if step.dots and self._machine.strip.height == step.dots:
                    self.began = self._mono()
                self._answer(step.answer)
                await self._let_paper_move(step)
            self._resting = True
            await self._tell()

    async def _let_paper_move(self, step: Step) -> None:
        """Printing takes its time; without a speed only others get their turn."""
        if self.mm_per_second and step.dots:
            await self._tell()
            await asyncio.sleep(step.dots / (self.mm_per_second * DOTS_PER_MM))
        else:
            await asyncio.sleep(0)

    async def _tell(self) -> None:
        self._room.set()
        self.version += 1
        async with self.changes:
            self.changes.notify_all()

    def _answer(self, answer: bytes) -> None:
        speaker = self._speaker
        if not answer or speaker is None or speaker.is_closing():
            return
        if speaker.transport.get_write_buffer_size() < _UNHEARD:
            speaker.write(answer)
