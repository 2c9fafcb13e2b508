"""The queue's web application."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from vuoro.core.http_methods import allowed_methods
from vuoro.queue.api import board, counter_box, desk, follow, kiosk, lan, session
from vuoro.queue.api.auth import Doorkeeper
from vuoro.queue.api.context import Here
from vuoro.queue.api.docs import document
from vuoro.queue.api.replies import Turned, problem
from vuoro.queue.api.writer import Writer, publisher
from vuoro.queue.reading.hub import Hub
from vuoro.queue.reading.view import View
from vuoro.queue.service import days, people
from vuoro.queue.service.lobby import Committed, LobbyService, Refused
from vuoro.queue.service.own_phone import PhoneDoors
from vuoro.queue.store import DatabaseBroken, StoreError

log = logging.getLogger(__name__)

TICK_SECONDS = 15.0


@dataclass(frozen=True)
class Options:
    """What the web application itself may be told."""

    session_hours: int = 10
    secure_cookies: bool = False
    tick_seconds: float = TICK_SECONDS
    give_up: Callable[[], None] = lambda: None
    """Called when the disk fails under the database: the process must end and be started anew."""


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
        ticking = asyncio.create_task(_tick(here, options.tick_seconds, options.give_up))
        try:
            yield
        finally:
            ticking.cancel()
            await here.writer.run(here.lobby.store.close)

    # The pages that FastAPI makes of the document load their scripts from elsewhere.
    app = FastAPI(
        title="Vuoro lobby", version="1", lifespan=lifespan, docs_url=None, redoc_url=None
    )
    for part in (kiosk, board, counter_box, desk, follow, lan, session):
        app.router.routes.extend(part.router.routes)
    app.add_exception_handler(Turned, _turned)
    app.add_exception_handler(StoreError, partial(_store_failed, options.give_up))
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _not_found)
    app.add_exception_handler(Exception, _bug)
    app.add_api_route("/v1/health", _health, tags=["health"])
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    return app


async def _start(
    open_lobby: Callable[[Callable[[Committed], None]], LobbyService], options: Options
) -> Here:
    writer = Writer()
    told: list[Callable[[Committed], None]] = []
    lobby = await writer.run(open_lobby, lambda committed: told[0](committed) if told else None)
    await writer.run(days.ensure_day, lobby)
    view = View(lobby.office, lobby.clock, lobby.line, lobby.store.journal.series)
    view.emergency, view.sync = lobby.emergency, lobby.sync
    view.know_devices(await writer.run(people.devices, lobby))
    told.append(publisher(view, lobby))
    door = Doorkeeper(lobby, writer)
    return Here(
        lobby,
        writer,
        view,
        Hub(view),
        door,
        options.session_hours,
        options.secure_cookies,
        PhoneDoors(lobby),
    )


async def _tick(here: Here, seconds: float, give_up: Callable[[], None]) -> None:
    """What happens by itself: the day turns, absent clients are noted, doors open and close."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await here.writer.run(days.tend, here.lobby)
            here.view.tell()
        except StoreError as error:
            _store_log(error, give_up)
        except Exception:
            # A bug must not stop the day from turning for good.
            log.exception("tending the lobby failed")


def _store_log(error: Exception, give_up: Callable[[], None]) -> None:
    log.error("the database failed", extra={"error": str(error)})
    if isinstance(error, DatabaseBroken):
        give_up()


async def _turned(_: Request, error: Exception) -> Response:
    assert isinstance(error, Turned)
    return problem(error.refused)


async def _store_failed(give_up: Callable[[], None], _: Request, error: Exception) -> Response:
    _store_log(error, give_up)
    return problem(
        Refused("store_failed", "The lobby can't record this now. Try again in a moment.", 503, 5)
    )


async def _not_valid(_: Request, __: Exception) -> Response:
    # FastAPI's own answer repeats what was sent.
    return problem(
        Refused("malformed", "A part of the address is not valid; see /openapi.json.", 422)
    )


async def _not_found(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = "no_such_page" if error.status_code == 404 else "not_allowed_here"
    words = "There is nothing here; see /openapi.json."
    answer = problem(Refused(code, words, error.status_code))
    if error.status_code == 405:
        answer.headers["Allow"] = allowed_methods(request)
    return answer


async def _bug(_: Request, error: Exception) -> Response:
    log.error("a request failed", exc_info=error)
    return problem(Refused("bug", "Something went wrong here. Try again, or tell support.", 500))


async def _health(request: Request) -> dict[str, str | int]:
    """Whether the service is up, and at which version."""
    here: Here = request.app.state.here
    line = here.view.line
    day = line.day.day if line.day is not None else ""
    return {"status": "ok", "version": line.version, "service_day": day}
