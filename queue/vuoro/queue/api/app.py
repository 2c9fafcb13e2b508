"""The queue's web application."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from vuoro.queue.api import board, desk, follow, kiosk, session
from vuoro.queue.api.auth import Doorkeeper
from vuoro.queue.api.context import Here
from vuoro.queue.api.replies import Turned, problem
from vuoro.queue.api.writer import Writer, publisher
from vuoro.queue.reading.hub import Hub
from vuoro.queue.reading.view import View
from vuoro.queue.service import days, people
from vuoro.queue.service.loading import load_line
from vuoro.queue.service.lobby import Committed, LobbyService, Refused
from vuoro.queue.store import StoreError

log = logging.getLogger(__name__)

TICK_SECONDS = 15.0


@dataclass(frozen=True)
class Options:
    """What the web application itself may be told."""

    session_hours: int = 10
    secure_cookies: bool = False
    tick_seconds: float = TICK_SECONDS


def create_app(
    open_lobby: Callable[[Callable[[Committed], None]], LobbyService], options: Options
) -> FastAPI:
    """The application. ``open_lobby`` makes the service, given what to call after each commit.

    The lobby is opened when the application starts and closed when it ends.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        here = await _start(open_lobby, options)
        app.state.here = here
        ticking = asyncio.create_task(_tick(here, options.tick_seconds))
        try:
            yield
        finally:
            ticking.cancel()
            await here.writer.run(here.lobby.store.close)
            here.writer.stop()

    app = FastAPI(title="Vuoro lobby", version="1", lifespan=lifespan)
    for part in (kiosk, board, desk, follow, session):
        app.include_router(part.router)
    app.add_exception_handler(Turned, _turned)
    app.add_exception_handler(StoreError, _store_failed)
    app.add_api_route("/v1/health", _health, tags=["health"])
    return app


async def _start(
    open_lobby: Callable[[Callable[[Committed], None]], LobbyService], options: Options
) -> Here:
    loop = asyncio.get_running_loop()
    writer = Writer()
    writer.start()
    told: list[Callable[[Committed], None]] = []
    lobby = await writer.run(open_lobby, lambda committed: told[0](committed) if told else None)
    await writer.run(days.ensure_day, lobby)
    line = await writer.run(load_line, lobby.store, lobby.office)
    view = View(lobby.office, lobby.clock, line, lobby.store.journal.series)
    view.know_devices(await writer.run(people.devices, lobby))
    told.append(publisher(loop, view, lobby))
    door = Doorkeeper(lobby, writer)
    return Here(lobby, writer, view, Hub(view), door, options.session_hours, options.secure_cookies)


async def _tick(here: Here, seconds: float) -> None:
    """What happens by itself: the day turns, absent clients are noted, doors open and close."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await here.writer.run(days.ensure_day, here.lobby)
            await here.writer.run(days.mark_absent, here.lobby)
            await here.writer.run(here.lobby.store.checkpoint)
        except StoreError as error:
            _log_store(error)
        here.view.tell()


def _log_store(error: Exception) -> None:
    log.error("the database failed", extra={"error": str(error)})


async def _turned(_: Request, error: Exception) -> Response:
    assert isinstance(error, Turned)
    return problem(error.refused)


async def _store_failed(_: Request, error: Exception) -> Response:
    _log_store(error)
    return problem(
        Refused("store_failed", "The lobby can't record this now. Try again in a moment.", 503, 5)
    )


async def _health(request: Request) -> dict[str, str | int]:
    """Whether the service is up, and at which version."""
    here: Here = request.app.state.here
    return {"status": "ok", "version": here.view.line.version, "service_day": here.lobby.day()}
