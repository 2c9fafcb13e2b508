"""The backend served: one process, or on PostgreSQL several workers on one address."""

import contextlib
from collections.abc import Callable
from functools import partial

from sqlalchemy import make_url
from uvicorn.supervisors import Multiprocess

from vuoro.booking.opening import opened
from vuoro.booking.serving import booking_app, worker_app
from vuoro.core import look
from vuoro.core.clock import SystemClock
from vuoro.core.settings.schema import BookingSettings
from vuoro.lobby.backend.side_door import open_side_door
from vuoro.lobby.complaint import Complaint
from vuoro.lobby.serving import Server, configuration, listen

Started = Callable[[str], None]


def serve(settings: BookingSettings, workers: int, started: Started) -> None:
    """Serve until SIGTERM or Ctrl-C. ``started`` is told the address.

    Raises Complaint, CantOpen, BadTheme and PortTaken, before anything is served.
    """
    if workers > 1:
        _serve_by_workers(settings, workers, started)
    else:
        _serve_here(settings, started)


def _serve_here(settings: BookingSettings, started: Started) -> None:
    with opened(settings, SystemClock()) as backend:
        app = booking_app(settings, backend)
        if backend.db.is_sqlite:
            open_side_door(app, backend, settings.data)
        with contextlib.closing(listen(settings.host, settings.port, "booking")) as listener:
            started(f"http://{settings.host}:{listener.getsockname()[1]}")
            # Behind a proxy on this computer clients keep their own addresses.
            Server(configuration(app, proxy_headers=True)).run(sockets=[listener])


def _serve_by_workers(settings: BookingSettings, workers: int, started: Started) -> None:
    if not settings.database or make_url(settings.database).get_backend_name() == "sqlite":
        raise Complaint(
            "Several workers need PostgreSQL: an SQLite database has one process. "
            "Set [booking] database, or leave --workers out."
        )
    look.load(settings.theme)
    with opened(settings, SystemClock()):
        pass  # What can't be opened is told once, and the tables are made once.
    with contextlib.closing(listen(settings.host, settings.port, "booking")) as listener:
        started(f"http://{settings.host}:{listener.getsockname()[1]}")
        app = partial(worker_app, settings)
        config = configuration(app, proxy_headers=True, factory=True, workers=workers)
        Multiprocess(config, sockets=[listener]).run()
