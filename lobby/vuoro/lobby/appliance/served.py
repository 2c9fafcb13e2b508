"""An application over HTTP on this computer alone, while a context lasts."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from vuoro.lobby.serving import configuration, listen

START_SECONDS = 60.0


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address, on a port that the system chose. Raises TimeoutError."""
    listener = listen("127.0.0.1", 0)
    server = _Telling(configuration(app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="trial")
    thread.start()
    try:
        if not server.up.wait(START_SECONDS):
            raise TimeoutError("the service did not start")
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(START_SECONDS)
        listener.close()


class _Telling(uvicorn.Server):
    """A server that tells when it serves."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    async def main_loop(self) -> None:
        self.up.set()
        await super().main_loop()
