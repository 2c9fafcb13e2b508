"""The backend's web application: REST API, devices, pages, health, and the jobs beside them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vuoro.booking.api.body_limit import BodyLimit
from vuoro.booking.api.options import Options
from vuoro.booking.api.problems import Troubles
from vuoro.booking.api.rest.app import PREFIX, rest_app
from vuoro.booking.api.tending import Tending
from vuoro.booking.backend import Backend
from vuoro.booking.fleet.api import routes
from vuoro.booking.web.app import mount
from vuoro.booking.web.staff.release_upload import LARGEST_RELEASE, UPLOAD

_PROGRAMS = (f"{PREFIX}/", "/device/", "/health")
LONGEST_BODY = 1024 * 1024
"""Bytes; a push of a device is the longest, and it may come compressed."""


def create_app(backend: Backend, options: Options) -> FastAPI:
    """The application over an open backend, which it doesn't close."""
    tending = Tending(backend, options.jobs)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with tending.at_work():
            yield

    app = FastAPI(
        title="Vuoro booking",
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )

    @app.get("/health")
    def health() -> Response:
        """Whether the database answers, and which jobs fail."""
        with backend.read() as sql:
            sql.execute(select(1))
        return JSONResponse(
            {"status": "ok", "failing_jobs": sorted(tending.failing)},
            headers={"Cache-Control": "no-store"},
        )

    app.add_middleware(BodyLimit, most=LONGEST_BODY, larger={UPLOAD: LARGEST_RELEASE})
    app.mount(PREFIX, rest_app(backend, options))
    app.include_router(routes(backend))
    pages = mount(app, backend, options.appearance, options.pages)
    Troubles(f"{PREFIX}/openapi.json", _is_of_people, pages.trouble).look_after(app)
    return app


def _is_of_people(request: Request) -> bool:
    return not request.url.path.startswith(_PROGRAMS)
