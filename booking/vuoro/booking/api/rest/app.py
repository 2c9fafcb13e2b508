"""The REST API as an application of its own, with its document at ``openapi.json``."""

from fastapi import FastAPI

from vuoro.booking.api.body_limit import BodyLimit
from vuoro.booking.api.options import Options
from vuoro.booking.api.problems import Troubles
from vuoro.booking.api.rest import (
    arrivals,
    booking_changes,
    bookings,
    calendar,
    clients,
    events,
    webhooks,
)  # fmt: skip
from vuoro.booking.api.rest.docs import document
from vuoro.booking.api.rest.pace import Pace
from vuoro.booking.backend import Backend

PREFIX = "/api/v1"
LONGEST_BODY = 64 * 1024
_PARTS = (calendar, bookings, booking_changes, clients, arrivals, events, webhooks)


def rest_app(backend: Backend, options: Options) -> FastAPI:
    """The application, to be mounted at ``PREFIX``."""
    app = FastAPI(
        title="Vuoro booking API",
        version="1",
        docs_url=None,
        redoc_url=None,
        servers=[{"url": PREFIX}],
        root_path_in_servers=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.backend = backend
    app.state.pace = Pace(options.key_burst, options.key_per_second)
    app.add_middleware(BodyLimit, most=LONGEST_BODY)
    Troubles(f"{PREFIX}/openapi.json").look_after(app)
    for part in _PARTS:
        app.include_router(part.router)
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    return app
