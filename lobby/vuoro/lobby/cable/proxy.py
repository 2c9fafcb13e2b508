"""A proxy that carries HTTP requests one by one, each through the weather of its moment."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from vuoro.lobby.cable.faults import Fault, Weather

LONGEST_HEAD = 64 * 1024
SLOW_SECONDS = 1.5
SILENT_SECONDS = 60.0
CUT_AFTER = 90
"""Bytes of an answer that still come through when it is cut."""

_PORTAL = b"<!doctype html><title>Wi-Fi</title><p>Please sign in to use this network."


@dataclass
class Cable:
    """Listens on one port and carries to another. ``weather`` may be changed at any time."""

    host: str
    port: int
    weather: Weather
    seen: dict[Fault, int] = field(default_factory=dict)
    """How often each fault has happened."""
    _server: asyncio.Server | None = None
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def listen(self, port: int = 0) -> int:
        """Begin; gives the port."""
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", port)
        chosen: int = self._server.sockets[0].getsockname()[1]
        return chosen

    def pull(self) -> None:
        """Cut what is under way, as when somebody trips over the cable."""
        for writer in list(self._open):
            writer.transport.abort()

    async def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()
            self.pull()
            await self._server.wait_closed()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            request = await _request(reader)
            if request:
                fault = self.weather()
                self.seen[fault] = self.seen.get(fault, 0) + 1
                await self._with(fault, request, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # Either side has gone; that is what this is about.
        finally:
            self._open.discard(writer)
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _with(self, fault: Fault, request: bytes, writer: asyncio.StreamWriter) -> None:
        match fault:
            case Fault.UNPLUGGED:
                writer.transport.abort()
            case Fault.SILENT:
                await asyncio.sleep(SILENT_SECONDS)
            case Fault.PORTAL:
                writer.write(_page(b"200 OK"))
            case Fault.BROKEN_GATEWAY:
                writer.write(_page(b"502 Bad Gateway"))
            case Fault.LOST_REPLY:
                await self._forward(request, _nowhere)
                writer.transport.abort()
            case Fault.CUT:
                await self._forward(request, _first_bytes(writer))
                writer.transport.abort()
            case Fault.DUPLICATE:
                await self._forward(request, _nowhere)
                await self._forward(request, _into(writer))
            case Fault.SLOW:
                await asyncio.sleep(SLOW_SECONDS)
                await self._forward(request, _into(writer))
            case Fault.NONE:
                await self._forward(request, _into(writer))

    async def _forward(self, request: bytes, take: Callable[[bytes], Awaitable[None]]) -> None:
        reader, writer = await asyncio.open_connection(self.host, self.port)
        self._open.add(writer)
        try:
            writer.write(request)
            while chunk := await reader.read(65536):
                await take(chunk)
        finally:
            self._open.discard(writer)
            writer.close()


async def _request(reader: asyncio.StreamReader) -> bytes:
    """A whole request that asks to close the connection after it; empty when none came."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    first, *fields = head[:-4].split(b"\r\n")
    kept = [each for each in fields if not each.lower().startswith(b"connection:")]
    length = next((int(f[15:]) for f in kept if f.lower().startswith(b"content-length:")), 0)
    body = await reader.readexactly(length) if length else b""
    return b"\r\n".join((first, *kept, b"Connection: close", b"", b"")) + body


def _into(writer: asyncio.StreamWriter) -> Callable[[bytes], Awaitable[None]]:
    async def take(chunk: bytes) -> None:
        writer.write(chunk)
        await writer.drain()

    return take


def _first_bytes(writer: asyncio.StreamWriter) -> Callable[[bytes], Awaitable[None]]:
    left = CUT_AFTER

    async def take(chunk: bytes) -> None:
        nonlocal left
        writer.write(chunk[:left])
        await writer.drain()
        left -= min(left, len(chunk))

    return take


async def _nowhere(chunk: bytes) -> None:
    """An answer that nobody gets."""


def _page(status: bytes) -> bytes:
    head = b"HTTP/1.1 " + status + b"\r\nContent-Type: text/html\r\nConnection: close\r\n"
    return head + b"Content-Length: %d\r\n\r\n" % len(_PORTAL) + _PORTAL
