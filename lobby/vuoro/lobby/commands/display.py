"""`vuoro display`: the board of the waiting room."""

import argparse

from vuoro.lobby.command import settings_argument


def arguments(parser: argparse.ArgumentParser) -> None:
    """No option but the settings."""
    settings_argument(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show the board until it is told to stop."""
    from vuoro.core.log import set_up_logging
    from vuoro.display.program import run as show
    from vuoro.lobby.settings_file import check_authority, settings_of

    settings = settings_of(options).display
    check_authority(settings.lobby_authority)
    set_up_logging()
    return show(settings)
