"""`vuoro kiosk`: the touchscreen."""

import argparse
import gc

from vuoro.lobby.command import settings_argument
from vuoro.lobby.complaint import Complaint


def arguments(parser: argparse.ArgumentParser) -> None:
    """No option but the settings."""
    settings_argument(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show the kiosk until it is told to stop."""
    # Imports make no garbage worth looking for; the kiosk turns the collector on again after its
    # first picture, which comes sooner for it.
    gc.disable()
    from vuoro.core.log import set_up_logging
    from vuoro.kiosk.program import main
    from vuoro.lobby.commands.config import profile_errors
    from vuoro.lobby.settings_file import check_authority, settings_of

    settings = settings_of(options)
    if errors := profile_errors(settings.kiosk.printer):
        raise Complaint(*errors)
    check_authority(settings.kiosk.lobby_authority)
    set_up_logging()
    return main(settings)
