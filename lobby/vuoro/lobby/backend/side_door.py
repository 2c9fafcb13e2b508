"""The backend's side door: a Unix socket in its data folder, while it alone has its database open.

An SQLite database has one process (offline_sync §3.13), so what an administrator wants meanwhile
goes through that one. Who may open the socket may also read the secret beside it, so nothing is
asked of them.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from vuoro.booking.backend import Backend, Refused
from vuoro.lobby.admin.door_socket import listening
from vuoro.lobby.backend.carrying_out import carry_out
from vuoro.lobby.backend.orders import LONGEST, NoOrder, read_order, reply_line
from vuoro.lobby.complaint import Complaint
from vuoro.lobby.serving import beside

log = logging.getLogger(__name__)


def open_side_door(app: FastAPI, backend: Backend, data: Path) -> None:
    """Let the application have a side door from its start to its end."""
    beside(app, lambda: _door(backend, data))


@asynccontextmanager
async def _door(backend: Backend, data: Path) -> AsyncIterator[None]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer), contextlib.suppress(ConnectionError):
            writer.write(await _answered(backend, reader))
            await writer.drain()

    with listening(data) as listener:
        server = await asyncio.start_unix_server(answer, sock=listener, limit=LONGEST)
        try:
            yield
        finally:
            server.close()


async def _answered(backend: Backend, reader: asyncio.StreamReader) -> bytes:
    try:
        order = read_order(await reader.readline())
    except (NoOrder, ValueError):
        return reply_line(None, "This is no order that this backend knows. Is it another version?")
    try:
        answer = await asyncio.to_thread(carry_out, backend, order)
    except Refused as refused:
        return reply_line(None, refused.detail)
    except Complaint as complaint:
        return reply_line(None, *complaint.sentences)
    except Exception:  # the caller must not wait for an answer that never comes
        log.exception("an order failed", extra={"order": type(order).__name__})
        return reply_line(None, "This failed; the log of the backend says why.")
    log.info("order carried out", extra={"order": type(order).__name__})
    return reply_line(answer)
