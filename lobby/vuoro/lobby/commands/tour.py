"""`vuoro tour`: the real programs driven from outside."""

import argparse
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the pictures go."""
    parser.description = (
        "Start a whole office on a virtual screen and use it from outside: pointer and keys in the "
        "kiosk's window, codes before its camera, a browser at the desk. Each step is checked "
        "against the lobby service and the paper."
    )
    parser.add_argument(
        "--folder", type=Path, default=Path("build/tour"), help="where pictures go (%(default)s)"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """The tour; 1 where a step failed."""
    from vuoro.core.clock import SystemClock
    from vuoro.lobby.tour.program import tour

    return tour(SystemClock(), options.folder)
