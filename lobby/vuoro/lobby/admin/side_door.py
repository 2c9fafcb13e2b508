"""The side door: a Unix socket in the data folder, for orders of the administrator.

Who may open the socket may also read the database beside it, so nothing is asked of them.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from vuoro.lobby.admin.carrying_out import carry_out
from vuoro.lobby.admin.door_socket import listening
from vuoro.lobby.admin.orders import LONGEST, Look, NoOrder, read_order, reply_line
from vuoro.lobby.serving import beside
from vuoro.queue.api.context import Here
from vuoro.queue.reading import desk
from vuoro.queue.service.lobby import Refused
from vuoro.queue.store import StoreError

log = logging.getLogger(__name__)


def open_side_door(app: FastAPI, data: Path) -> None:
    """Let the application have a side door from its start to its end."""
    beside(app, lambda: _door(app.state.here, data))


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
