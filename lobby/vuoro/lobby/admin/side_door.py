"""The side door: a Unix socket in the data folder, for orders of the administrator.

Who may open the socket may also read the database beside it, so nothing is asked of them.
"""

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from vuoro.lobby.admin.carrying_out import carry_out
from vuoro.lobby.admin.orders import LONGEST, Look, NoOrder, read_order, reply_line
from vuoro.lobby.serving import beside
from vuoro.queue.api.context import Here
from vuoro.queue.reading import desk
from vuoro.queue.service.lobby import Refused
from vuoro.queue.store import StoreError

NAME = "admin.sock"
_ONLY_THE_OWNER = 0o177

log = logging.getLogger(__name__)


def open_side_door(app: FastAPI, data: Path) -> None:
    """Let the application have a side door from its start to its end."""
    beside(app, lambda: _door(app.state.here, data))


@contextlib.contextmanager
def address(data: Path) -> Iterator[str]:
    """Its address, by way of the open folder: the kernel allows 107 characters."""
    folder = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{NAME}"
    finally:
        os.close(folder)


@asynccontextmanager
async def _door(here: Here, data: Path) -> AsyncIterator[None]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer), contextlib.suppress(ConnectionError):
            writer.write(await _answered(here, reader))
            await writer.drain()

    with listening(data) as listener:
        server = await asyncio.start_unix_server(answer, sock=listener, limit=LONGEST)
        try:
            yield
        finally:
            server.close()


@contextlib.contextmanager
def listening(data: Path) -> Iterator[socket.socket]:
    """Its socket, for the owner of the data only; gone afterwards."""
    # One left behind by a process that was killed: ours is the only one, the database's lock says.
    (data / NAME).unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(_ONLY_THE_OWNER)
    try:
        with address(data) as where:
            listener.bind(where)
    finally:
        os.umask(before)
    try:
        yield listener
    finally:
        (data / NAME).unlink(missing_ok=True)


async def _answered(here: Here, reader: asyncio.StreamReader) -> bytes:
    try:
        order = read_order(await reader.readline())
    except (NoOrder, ValueError):
        return reply_line(refused="This is no order that this lobby service knows.")
    if isinstance(order, Look):
        return reply_line(desk.full(here.view))
    try:
        answer = await here.writer.run(carry_out, here.lobby, order)
    except StoreError as error:
        return reply_line(refused=str(error))
    # Accounts and devices may have changed.
    here.door.forget()
    log.info("order carried out", extra={"order": type(order).__name__})
    return reply_line(refused=answer.detail) if isinstance(answer, Refused) else reply_line(answer)
