"""An application over real HTTP, for tests."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from vuoro.lobby.serving import listen


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The application on a port that the system chose; the address."""
    listener = listen("127.0.0.1", 0)
    config = uvicorn.Config(
        app, ws="none", log_config=None, access_log=False, timeout_graceful_shutdown=1
    )
    server = _Telling(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        assert server.up.wait(30)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)
        listener.close()


class _Telling(uvicorn.Server):
    """A server that tells when it serves."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    async def main_loop(self) -> None:
        self.up.set()
        await super().main_loop()
