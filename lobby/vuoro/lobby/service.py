"""`vuoro lobby`: the lobby service of an office, one process that owns lobby.db."""

import errno
import os
import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from vuoro.core.clock import Clock, SystemClock
from vuoro.core.ids import RandomIds
from vuoro.core.settings import LobbySettings
from vuoro.lobby.crash_points import crash_at
from vuoro.queue.api import create_app
from vuoro.queue.api.app import Options
from vuoro.queue.office_file import load_office
from vuoro.queue.service import Committed, LobbyService
from vuoro.queue.store import Store

DATABASE = "lobby.db"
Prepare = Callable[[LobbyService], None]


class PortTaken(Exception):
    """Another program listens there; the message says what to do."""


def lobby_app(
    settings: LobbySettings, clock: Clock | None = None, prepare: Prepare | None = None
) -> FastAPI:
    """The application of one office. ``prepare`` sees the lobby before its doors open."""
    office = load_office(settings.office)
    time = clock or SystemClock()

    def open_lobby(publish: Callable[[Committed], None]) -> LobbyService:
        ids = RandomIds(time)
        store = Store(settings.data / DATABASE, time, ids, crash_at(os.environ))
        lobby = LobbyService(
            office, store, time, ids, public_url=settings.public_url, publish=publish
        )
        if prepare is not None:
            prepare(lobby)
        return lobby

    options = Options(settings.session_hours, settings.secure_cookies)
    return create_app(open_lobby, options)


def serve(app: FastAPI, settings: LobbySettings, started: Callable[[], None] | None = None) -> None:
    """Serve until told to stop. Raises PortTaken."""
    listener = listen(settings.host, settings.port)
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    if started is not None:
        started()
    uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(
                f"Port {port} of {host} is in use. Stop the other program, "
                "or choose another port ([lobby] port, or VUORO_LOBBY_PORT)."
            ) from None
        raise PortTaken(f"{host}:{port} can't be used ({error.strerror}). Check [lobby] host.") from None
    listener.listen(512)
    return listener
