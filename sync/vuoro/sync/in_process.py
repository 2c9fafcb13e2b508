"""The way to a backend in the same process, without a network: for models and simulations."""

import asyncio
from typing import Any
from urllib.parse import unquote

from vuoro.sync.transport import Ask, NoAnswer, Reply

_NOBODY = ("127.0.0.1", 0)


class InProcessTransport:
    """Gives requests straight to an ASGI application (asgi.readthedocs.io, HTTP 2.4)."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._loop = asyncio.new_event_loop()

    def send(self, ask: Ask) -> Reply:
        """The answer. Raises NoAnswer; a bug of the application comes out as it is."""
        try:
            return self._loop.run_until_complete(asyncio.wait_for(self._answer(ask), ask.timeout))
        except TimeoutError:
            raise NoAnswer("the application is too slow") from None

    def trust_time(self, moment: float) -> None:
        """There are no certificates here."""

    def close(self) -> None:
        """Let go of the tasks and threads that the application used."""
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        if left:
            self._loop.run_until_complete(asyncio.wait(left))
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    async def _answer(self, ask: Ask) -> Reply:
        path, _, query = ask.address.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": ask.method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode("ascii"),
            "query_string": query.encode("ascii"),
            "root_path": "",
            "headers": [
                (name.lower().encode("latin-1"), value.encode("latin-1"))
                for name, value in {**ask.headers, "Content-Length": str(len(ask.body))}.items()
            ],
            "client": _NOBODY,
            "server": _NOBODY,
        }
        asked = [{"type": "http.request", "body": ask.body, "more_body": False}]
        began: list[dict[str, Any]] = []
        blocks: list[bytes] = []

        async def receive() -> dict[str, Any]:
            if asked:
                return asked.pop()
            # Nobody hangs up here.
            hung_up: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
            return await hung_up

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                began.append(message)
            else:
                blocks.append(message.get("body", b""))

        await self._app(scope, receive, send)
        if not began:
            raise NoAnswer("the application said nothing")
        headers = {
            key.decode("latin-1").lower(): value.decode("latin-1")
            for key, value in began[0].get("headers", ())
        }
        return Reply(began[0]["status"], headers, b"".join(blocks))
