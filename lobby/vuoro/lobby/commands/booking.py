"""`vuoro booking`: the central backend, and its administration."""

import argparse
import logging

from vuoro.lobby.command import settings_argument
from vuoro.lobby.complaint import FAILED, Complaint

log = logging.getLogger(__name__)

_EPILOG = """\
Without WHAT it serves. The others work meanwhile: on PostgreSQL at the database, on SQLite through
the process that has it open.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """A command for each thing to do; none serves."""
    from vuoro.lobby.commands import booking_admin as admin

    parser.epilog = _EPILOG
    parser.set_defaults(run=serve, workers=1)
    settings_argument(parser)
    parts = parser.add_subparsers(metavar="WHAT")
    serve_ = parts.add_parser("serve", help="serve until told to stop")
    serve_.add_argument(
        "--workers", type=int, default=1, metavar="N",
        help="processes that share the address, on PostgreSQL (default: 1); one does the jobs",
    )  # fmt: skip
    serve_.set_defaults(run=serve)
    settings_argument(serve_)
    admin.arguments(parts)


def serve(options: argparse.Namespace) -> int:
    """Serve until told to stop."""
    from vuoro.core.log import set_up_logging
    from vuoro.lobby.settings_file import settings_of

    settings = settings_of(options).booking
    if not 1 <= options.workers <= 64:
        raise Complaint("--workers is a number from 1 to 64.")
    set_up_logging()

    from vuoro.booking.opening import CantOpen
    from vuoro.core.look import BadTheme
    from vuoro.lobby.backend import program
    from vuoro.lobby.serving import PortTaken

    def started(url: str) -> None:
        log.info("bookings are open", extra={"url": url})

    try:
        program.serve(settings, options.workers, started)
    except BadTheme as error:
        raise Complaint(str(error)) from None
    except (CantOpen, PortTaken) as error:
        raise Complaint(str(error), status=FAILED) from None
    return 0
