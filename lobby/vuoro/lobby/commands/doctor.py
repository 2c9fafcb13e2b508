"""`vuoro doctor`: what this computer has and lacks, in plain words."""

import argparse

from vuoro.lobby.command import settings_argument


def arguments(parser: argparse.ArgumentParser) -> None:
    """No option but the settings."""
    settings_argument(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Tell of each matter; 1 where one needs a hand."""
    from vuoro.core.clock import SystemClock
    from vuoro.lobby.health import examine
    from vuoro.lobby.settings_file import settings_of

    settings = settings_of(options)
    ill = False
    for finding in examine(settings, SystemClock()):
        mark = {True: "ok  ", False: "MEND"}[finding.well]
        print(f"{mark}  {finding.matter:<12} {finding.words}")
        ill = ill or not finding.well
    return int(ill)
