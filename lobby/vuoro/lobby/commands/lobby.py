"""`vuoro lobby`: the lobby service."""

import argparse
import logging
import signal

from vuoro.lobby.command import settings_argument
from vuoro.lobby.complaint import FAILED, Complaint

log = logging.getLogger(__name__)


def arguments(parser: argparse.ArgumentParser) -> None:
    """No option but the settings."""
    settings_argument(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop."""
    from vuoro.core.log import set_up_logging
    from vuoro.lobby.settings_file import settings_of

    every = settings_of(options)
    settings = every.lobby
    set_up_logging()

    from vuoro.core.clock import SystemClock
    from vuoro.core.look import BadTheme
    from vuoro.core.service_manager import ServiceManager
    from vuoro.hardware.health import HealthWatch, probe
    from vuoro.lobby.service import lobby_app, serve
    from vuoro.lobby.serving import PortTaken
    from vuoro.lobby.staying_alive import stay_alive
    from vuoro.queue.office_file import BadOffice
    from vuoro.queue.store import StoreError

    gave_up: list[str] = []

    def give_up() -> None:
        gave_up.append("The disk failed under the database. Check it, then start this anew.")
        signal.raise_signal(signal.SIGTERM)

    def wiped() -> None:
        log.warning("the service ends: nothing of this device is left")
        signal.raise_signal(signal.SIGTERM)

    try:
        clock = SystemClock()
        watch = HealthWatch(lambda: probe(clock, settings.data), clock)
        app = lobby_app(settings, clock, give_up=give_up, sync=every.sync, watch=watch, wiped=wiped)
        stay_alive(app, ServiceManager())
        serve(app, settings, lambda url: log.info("the lobby is open", extra={"url": url}))
    except BadOffice as error:
        raise Complaint(*error.errors) from None
    except BadTheme as error:
        raise Complaint(str(error)) from None
    except (PortTaken, StoreError) as error:
        raise Complaint(str(error), status=FAILED) from None
    if gave_up:
        raise Complaint(gave_up[0], status=FAILED)
    return 0
