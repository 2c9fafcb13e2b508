"""A lobby service looks after its own computer, so that staff hear of it in time."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from vuoro.hardware.health import HealthWatch
from vuoro.lobby.serving import beside
from vuoro.queue.api.context import Here
from vuoro.queue.store import Store

log = logging.getLogger(__name__)

LOOK_SECONDS = 20.0
SECOND_MEDIUM = "second_medium"


def of_copies(store: Store) -> tuple[str, ...]:
    """What is wrong with the second medium, as a code: it fails, or did so just now."""
    second = store.second
    return (SECOND_MEDIUM,) if second is not None and second.state.trouble else ()


def watch_host(app: FastAPI, watch: HealthWatch, pause: float = LOOK_SECONDS) -> None:
    """Let the application look at its computer from its start to its end, and tell the desks."""

    async def look() -> None:
        here: Here = app.state.here
        try:
            # A disk that hangs must not hold up the lobby.
            troubles = await asyncio.to_thread(watch.look)
            here.view.hear_host((*troubles, *of_copies(here.lobby.store)))
        except Exception:
            log.exception("looking at this computer failed")

    async def look_on() -> None:
        while True:
            await asyncio.sleep(pause)
            await look()

    @asynccontextmanager
    async def looking() -> AsyncIterator[None]:
        await look()
        task = asyncio.create_task(look_on())
        try:
            yield
        finally:
            task.cancel()

    beside(app, looking)
