"""The limit: a bare POST with one fsynced SQLite commit, and a bare broadcast, on our web stack.

``python -m vuoro.lobby.bench.limit PORT``. Nothing here decides anything: it is the floor under
every command.
"""

import asyncio
import sqlite3
import sys
import tempfile
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from vuoro.core.settings import LobbySettings
from vuoro.lobby.service import serve

BODY = b'{"ok":true,"padding":"' + b"x" * 560 + b'"}'


class Broadcast(Response):
    """A stream of whatever is broadcast, with nothing around it."""

    def __init__(self, listeners: set[asyncio.Queue[bytes]]) -> None:
        super().__init__()
        self._listeners = listeners

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        mine: asyncio.Queue[bytes] = asyncio.Queue()
        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b": here\n\n", "more_body": True})
        self._listeners.add(mine)
        try:
            while True:
                await send(
                    {"type": "http.response.body", "body": await mine.get(), "more_body": True}
                )
        finally:
            self._listeners.discard(mine)


def limit_app(folder: Path) -> FastAPI:
    """One route that commits, one that reads, one that listens."""
    app = FastAPI()
    listeners: set[asyncio.Queue[bytes]] = set()
    database = sqlite3.connect(folder / "limit.db", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE row (n INTEGER PRIMARY KEY, body BLOB)")

    @app.post("/commit")
    async def commit(request: Request) -> Response:
        body = await request.body()
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO row (body) VALUES (?)", (body,))
        database.execute("COMMIT")
        return Response(BODY, media_type="application/json")

    @app.post("/broadcast")
    async def broadcast(request: Request) -> Response:
        answer = await commit(request)
        for listener in listeners:
            listener.put_nowait(b"id: 1\ndata: " + BODY + b"\n\n")
        return answer

    @app.get("/read")
    async def read(request: Request) -> Response:
        return Response(BODY, media_type="application/json")

    @app.get("/stream")
    async def stream(request: Request) -> Response:
        return Broadcast(listeners)

    return app


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="vuoro-limit-"))
    serve(limit_app(folder), LobbySettings(port=int(sys.argv[1]), data=folder))


if __name__ == "__main__":
    main()
