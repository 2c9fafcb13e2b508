"""The printer's serial port: a pseudo-terminal behind a link, as ``/dev/serial/by-id`` has them."""

import asyncio
import contextlib
import os
import tty
from pathlib import Path

from vuoro.hardware.printers.virtual.port import AT_ONCE, Serve


class PtyPort:
    """One connection, which begins with the port; when it breaks, the cable is put back in at once.

    While the printer is off there is no port, as with one on USB.
    """

    def __init__(self, link: Path) -> None:
        self._link = link
        self._closing = False
        self._serving: asyncio.Task[None] | None = None

    async def open(self, serve: Serve) -> None:
        self._closing = False
        first = await self._plug_in()
        self._serving = asyncio.create_task(self._keep(first, serve))

    async def refuse(self) -> None:
        self._closing = True
        self._link.unlink(missing_ok=True)

    async def close(self) -> None:
        serving, self._serving = self._serving, None
        if serving is not None:
            await serving

    async def _keep(self, end: "_End", serve: Serve) -> None:
        while True:
            try:
                await serve(end.reader, end.writer)
            finally:
                end.close()
            if self._closing:
                return
            end = await self._plug_in()

    async def _plug_in(self) -> "_End":
        """A new pair of terminals; the link is there when they are."""
        master, slave = os.openpty()
        tty.setraw(slave)
        end = await _End.at(master, slave)
        new = self._link.with_name(f"{self._link.name}.new")
        new.unlink(missing_ok=True)
        new.symlink_to(os.ttyname(slave))
        new.replace(self._link)
        return end


class _End:
    """The printer's end. It holds the other one too, or it would end with whoever prints."""

    def __init__(
        self,
        slave: int,
        reader: asyncio.StreamReader,
        reading: asyncio.ReadTransport,
        writer: asyncio.StreamWriter,
    ) -> None:
        self.reader = reader
        self.writer = writer
        self._reading = reading
        self._slave = slave

    @classmethod
    async def at(cls, master: int, slave: int) -> "_End":
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(AT_ONCE)
        reading, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(os.dup(master), "rb", 0)
        )
        writing, protocol = await loop.connect_write_pipe(
            lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader()),
            os.fdopen(master, "wb", 0),
        )
        writer = asyncio.StreamWriter(writing, protocol, None, loop)
        return cls(slave, reader, reading, writer)

    def close(self) -> None:
        """The other side feels a hang-up."""
        self._reading.close()
        with contextlib.suppress(OSError):
            os.close(self._slave)
