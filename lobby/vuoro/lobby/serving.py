"""Serving an application over HTTP until told to stop."""

import asyncio
import errno
import signal
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI

GOODBYE_SECONDS = 0.5
"""How long answers under way may take at the end."""
HANDSHAKE_SECONDS = 10.0


_LONGEST_GOODBYE = 3


class PortTaken(Exception):
    """The address can't be listened on; the message says what to do."""


class Server(uvicorn.Server):
    """Sleeps until a signal comes; the library's own loop wakes ten times a second.

    ``secure`` is one more socket to serve on, with the context of its TLS.
    """

    def __init__(
        self, config: uvicorn.Config, secure: tuple[socket.socket, ssl.SSLContext] | None = None
    ) -> None:
        super().__init__(config)
        self._secure = secure

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._secure is not None:
            listener, context = self._secure
            self.servers.append(
                await asyncio.get_running_loop().create_server(
                    self._protocol,
                    sock=listener,
                    ssl=context,
                    backlog=self.config.backlog,
                    ssl_handshake_timeout=HANDSHAKE_SECONDS,
                )
            )

    def _protocol(self) -> asyncio.Protocol:
        """As the library makes one for each connection; it has no way to serve on two kinds."""
        kind: Any = self.config.http_protocol_class
        made: asyncio.Protocol = kind(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made

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


def listen_everywhere(port: int) -> socket.socket:
    """A listening socket on every address of this computer, of both families. Raises PortTaken."""
    return listen("::" if socket.has_dualstack_ipv6() else "0.0.0.0", port)


def _why_not(host: str, port: int, table: str, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} of {host} is in use. Stop the other program, "
            f"or choose another port ([{table}] port, or VUORO_{table.upper()}_PORT)."
        )
    return f"{host}:{port} can't be used ({error.strerror}). Check [{table}] host and port."
