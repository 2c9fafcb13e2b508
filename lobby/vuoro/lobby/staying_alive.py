"""The lobby service tells systemd that it is alive for as long as it can write."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from vuoro.core.service_manager import ServiceManager
from vuoro.lobby.serving import beside
from vuoro.queue.api.context import Here
from vuoro.queue.store import DatabaseFull, StoreError
from vuoro.queue.store.meta import keep

log = logging.getLogger(__name__)

KEY = "alive"
WRITE_SECONDS = 300.0
"""So often it writes to know that it can: every time costs a memory card some 50 kB. A disk that
fails in between is noticed by the first press of a button."""


def stay_alive(app: FastAPI, manager: ServiceManager, write_seconds: float = WRITE_SECONDS) -> None:
    """Say that the doors are open, and then, as often as systemd wants it, that they still are.

    A service that can't write any more is silent and is started again. One whose disk is full goes
    on: it still shows and calls what is there, and a new start would not make room.
    """

    async def signs(period: float) -> None:
        due = 0.0
        while True:
            await asyncio.sleep(period)
            due -= period
            if due <= 0:
                if not writes(app.state.here):
                    continue
                due = write_seconds
            manager.alive()

    @asynccontextmanager
    async def living() -> AsyncIterator[None]:
        manager.ready()
        period = manager.period
        task = None if period is None else asyncio.create_task(signs(period))
        try:
            yield
        finally:
            manager.stopping()
            if task is not None:
                task.cancel()

    beside(app, living)


def writes(here: Here) -> bool:
    """Whether the database takes a commit, or is merely full."""
    lobby = here.lobby
    try:
        with lobby.store.begin() as work:
            keep(work, KEY, lobby.clock.now().isoformat(timespec="seconds"))
    except DatabaseFull:
        return True
    except StoreError:
        log.exception("the lobby can't write")
        return False
    return True
