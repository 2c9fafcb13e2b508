"""The lobby service of an office: one process that owns lobby.db and serves everyone else."""

import gc
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.types import ASGIApp

from vuoro.core import look
from vuoro.core.clock import Clock, SystemClock
from vuoro.core.ids import RandomIds
from vuoro.core.languages import FINNISH, in_language
from vuoro.core.pages.shell import Shell
from vuoro.core.settings import LobbySettings
from vuoro.core.settings.schema import SyncSettings
from vuoro.desk.app import mount
from vuoro.hardware.health import HealthWatch
from vuoro.lobby.admin.side_door import open_side_door
from vuoro.lobby.appliance.opening import open_kept
from vuoro.lobby.crash_points import crash_at
from vuoro.lobby.following_leader import follow_leader
from vuoro.lobby.keeping_in_touch import Ending, keep_in_touch, prepare_keys
from vuoro.lobby.metrics.endpoint import open_metrics
from vuoro.lobby.serving import Server, configuration, listen, listen_everywhere
from vuoro.lobby.tls.plain_door import PlainDoor
from vuoro.lobby.watching_host import watch_host
from vuoro.queue.anchored_clock import AnchoredClock
from vuoro.queue.api import create_app
from vuoro.queue.api.app import Options
from vuoro.queue.api.fast_lane import FastLane
from vuoro.queue.office_file import load_office
from vuoro.queue.service import Committed, LobbyService
from vuoro.queue.store import StoreError

if TYPE_CHECKING:
    from vuoro.lobby.tls.site import SiteTls

NO_BACKEND = SyncSettings()

Prepare = Callable[[LobbyService], None]


def lobby_app(
    settings: LobbySettings,
    clock: Clock | None = None,
    prepare: Prepare | None = None,
    give_up: Callable[[], None] = lambda: None,
    *,
    sync: SyncSettings = NO_BACKEND,
    watch: HealthWatch | None = None,
    wiped: Callable[[], None] = lambda: None,
) -> FastAPI:
    """The application of one office, its database open.

    ``prepare`` sees the lobby before its doors open; ``give_up`` is called when the disk fails
    under the database, and ``wiped`` when the backend has told this device to go: the process has
    to end. ``watch`` looks after this computer. Raises BadOffice, BadTheme and StoreError, before
    anything is served.
    """
    office = load_office(settings.office)
    appearance = look.load(settings.theme)
    time = AnchoredClock(clock or SystemClock())
    ids = RandomIds(time)
    at = crash_at(os.environ)
    store = open_kept(settings, office, time, ids, at)

    def open_lobby(publish: Callable[[Committed], None]) -> LobbyService:
        lobby = LobbyService(
            office,
            store,
            time,
            ids,
            public_url=settings.public_url,
            follow_url=settings.follow_url or sync.backend_url,
            publish=publish,
        )
        if sync.backend_url:
            prepare_keys(lobby, sync)
        if prepare is not None:
            prepare(lobby)
        return lobby

    options = Options(settings.session_hours, settings.secure_cookies, give_up=give_up)
    app = create_app(open_lobby, options)
    shell = mount(app, appearance)
    app.state.tls = None
    if settings.tls_port:
        _secure(app, settings, shell, in_language(office.name, FINNISH), time)
    open_side_door(app, settings.data)
    open_metrics(app, settings.metrics_token, watch)
    if watch is not None:
        watch_host(app, watch)
    if sync.backend_url:
        keep_in_touch(app, sync, settings.data, Ending(give_up, wiped, settings.second_medium), at)
    if sync.leader_url:
        follow_leader(app, sync)
    return app


def serve(
    app: FastAPI, settings: LobbySettings, started: Callable[[str], None] | None = None
) -> None:
    """Serve until SIGTERM or Ctrl-C. ``started`` is told the address. Raises PortTaken."""
    listeners = [listen(settings.host, settings.port)]
    served: ASGIApp = FastLane(app)
    if settings.door_port:
        listeners.append(listen_everywhere(settings.door_port))
        served = PlainDoor(served, settings.door_port, settings.tls_port)
    site: SiteTls | None = app.state.tls
    secure = None if site is None else (listen_everywhere(settings.tls_port), site.context)
    config = configuration(served, proxy_headers=False)
    if started is not None:
        started(f"http://{settings.host}:{listeners[0].getsockname()[1]}")
    _leave_the_lasting_alone()
    Server(config, secure).run(sockets=listeners)


def _secure(app: FastAPI, settings: LobbySettings, shell: Shell, office: str, clock: Clock) -> None:
    """Let the application be served with TLS, and tell staff how to trust it. Raises StoreError."""
    # Those who have no TLS need not wait for what makes certificates.
    from vuoro.desk import trust
    from vuoro.lobby.tls.renewing import renew
    from vuoro.lobby.tls.site import open_tls

    try:
        site = open_tls(settings, office, clock.now())
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise StoreError(f"{settings.data / 'tls'} can't be used ({why}).") from None
    app.state.tls = site
    pages = trust.routes(shell, site.to_trust(), site.of_area)
    app.include_router(pages, include_in_schema=False)
    renew(app, site)


def _leave_the_lasting_alone() -> None:
    """Spare the collector the libraries and the day: it would walk them all every few presses.

    Rows are frozen values without cycles and go by reference count.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
