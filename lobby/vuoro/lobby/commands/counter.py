"""`vuoro counter`: light, sound and call button of one counter."""

import argparse

from vuoro.lobby.command import settings_argument


def arguments(parser: argparse.ArgumentParser) -> None:
    """No option but the settings."""
    settings_argument(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve the counter until it is told to stop."""
    from vuoro.core.log import set_up_logging
    from vuoro.lobby.counter.program import main
    from vuoro.lobby.settings_file import check_authority, settings_of

    settings = settings_of(options).counter
    check_authority(settings.lobby_authority)
    set_up_logging()
    return main(settings)
