"""A side door that is open while an application runs: a line in, a line out.

Who may open the socket may also read what lies beside it, so nothing is asked of them.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from vuoro.lobby.admin.door_socket import listening
from vuoro.lobby.serving import beside

Answered = Callable[[bytes], Awaitable[bytes]]


def keep_open(app: FastAPI, data: Path, longest: int, answered: Answered) -> None:
    """Let the application have a side door from its start to its end.

    ``longest``: bytes of a line; one that is longer, or none at all, comes to ``answered`` empty.
    """
    beside(app, lambda: _door(data, longest, answered))


@asynccontextmanager
async def _door(data: Path, longest: int, answered: Answered) -> AsyncIterator[None]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer), contextlib.suppress(ConnectionError):
            try:
                line = await reader.readline()
            except ValueError:  # too long
                line = b""
            writer.write(await answered(line))
            await writer.drain()

    with listening(data) as listener:
        server = await asyncio.start_unix_server(answer, sock=listener, limit=longest)
        try:
            yield
        finally:
            server.close()
