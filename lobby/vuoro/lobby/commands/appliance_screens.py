"""`vuoro appliance screens`: watch the outputs of the session; its unit runs this in it."""

import argparse
import os
import time
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where word is left to the next session."""
    parser.description = (
        "See whether the compositor answers and lights every screen that is plugged, and tell "
        "systemd; a session that lights none is started anew. Runs until it is stopped."
    )
    parser.add_argument("--once", action="store_true", help="look once, say it, and end")
    cache = Path(os.environ.get("XDG_CACHE_HOME", "/var/cache/vuoro-session"))
    parser.add_argument(
        "--note", type=Path, default=cache / "dark.json", help="word to the next (%(default)s)"
    )
    parser.set_defaults(run=watch)


def watch(options: argparse.Namespace) -> int:
    """Look every few seconds; with ``--once`` 1 where a screen is dark."""
    from vuoro.core.clock import SystemClock
    from vuoro.core.log import set_up_logging
    from vuoro.core.service_manager import ServiceManager
    from vuoro.hardware.screen.session import LOOK_SECONDS, SessionWatch, look

    set_up_logging()
    clock = SystemClock()
    # The unit's watchdog means its main process, which is the compositor; we speak for it.
    environment = {name: value for name, value in os.environ.items() if name != "WATCHDOG_PID"}
    session = SessionWatch(ServiceManager(environment), options.note, clock.boot_id, look)
    session.begin()
    if options.once:
        verdict = session.step(clock.mono())
        print(str(verdict))
        return int(bool(verdict.dark) or not verdict.answers)
    while True:
        session.step(clock.mono())
        time.sleep(LOOK_SECONDS)
