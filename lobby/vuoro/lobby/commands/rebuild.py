"""`vuoro rebuild`: the tables anew from the journal of events."""

import argparse

from vuoro.lobby.command import settings_argument


def arguments(parser: argparse.ArgumentParser) -> None:
    """No option but the settings."""
    parser.description = (
        "Empty the tables of tickets, counters and days, and make them anew from the journal of "
        "events, all in one transaction. Stop the lobby service first."
    )
    settings_argument(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Rebuild, and say from how much."""
    from vuoro.core.clock import SystemClock
    from vuoro.lobby.opening import open_store
    from vuoro.lobby.settings_file import settings_of
    from vuoro.queue.store.rebuild import rebuild

    settings = settings_of(options).lobby
    with open_store(settings, SystemClock()) as store:
        count = rebuild(store)
    print(f"The tables were made anew from {count} events ({settings.data}).")
    return 0
