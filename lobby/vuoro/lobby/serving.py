"""Serving an application over HTTP until told to stop."""

import asyncio
import errno
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI

GOODBYE_SECONDS = 0.5
"""How long answers under way may take at the end."""


_LONGEST_GOODBYE = 3


class PortTaken(Exception):
    """The address can't be listened on; the message says what to do."""


class Server(uvicorn.Server):
    """Sleeps until a signal comes; the library's own loop wakes ten times a second."""

    async def main_loop(self) -> None:
        await self.on_tick(0)
        told = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, told.set)
        await told.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Event streams never end by themselves; cut, they end as when a client leaves.
        asyncio.get_running_loop().call_later(GOODBYE_SECONDS, self._hang_up)
        await super().shutdown(sockets)

    def _hang_up(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.close()


def configuration(app: Any, **more: Any) -> uvicorn.Config:
    """How every service of ours is served."""
    return uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_LONGEST_GOODBYE,
        **more,
    )


def beside(app: FastAPI, part: Callable[[], AbstractAsyncContextManager[None]]) -> None:
    """Let something last from the application's start, once it is up, to its end."""
    inside = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        async with inside(app) as state, part():
            yield state

    app.router.lifespan_context = lifespan


def listen(host: str, port: int, table: str = "lobby") -> socket.socket:
    """A listening socket. ``table``: of the settings, for complaints. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise PortTaken(_why_not(host, port, table, error)) from None
    listener.listen(512)
    return listener


def _why_not(host: str, port: int, table: str, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} of {host} is in use. Stop the other program, "
            f"or choose another port ([{table}] port, or VUORO_{table.upper()}_PORT)."
        )
    return f"{host}:{port} can't be used ({error.strerror}). Check [{table}] host and port."
