"""`vuoro appliance salvage`: a new database from what is left of a damaged one."""

import argparse

from vuoro.lobby.command import settings_argument
from vuoro.lobby.commands.appliance_lobby import lobby_of
from vuoro.lobby.complaint import FAILED, Complaint


def arguments(parser: argparse.ArgumentParser) -> None:
    """No option but the settings."""
    parser.description = (
        "Make a new database of every page that can be read, of the copies on the second medium, "
        "and of the newest backup. The old files are put aside. A lobby service does this by "
        "itself when it finds its database damaged; stop it first to do it by hand."
    )
    settings_argument(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Salvage, and say what came of it."""
    from vuoro.core.clock import SystemClock
    from vuoro.core.ids import RandomIds
    from vuoro.lobby.appliance.ownership import become_owner_of
    from vuoro.lobby.appliance.salvage import NothingFound, Salvaged, salvage
    from vuoro.queue.store import DatabaseBusy, StoreError

    settings = lobby_of(options)
    clock = SystemClock()
    try:
        become_owner_of(settings.data)
        done: Salvaged = salvage(settings.data, settings.second_medium, clock, RandomIds(clock))
    except DatabaseBusy as error:
        raise Complaint(
            f"{error} On a lobby device: systemctl stop vuoro-lobby", status=FAILED
        ) from None
    except (NothingFound, StoreError, OSError) as error:
        raise Complaint(str(error), status=FAILED) from None
    account = done.account
    print(f"{done.events} events are in the new database:")
    print(f"  {account.own} were in the damaged one ({account.damaged_pages} damaged pages)")
    print(f"  {account.from_copies} came from the second medium")
    print(f"  {account.from_backups} came from a backup")
    if account.missing:
        print(f"{account.missing} events are nowhere any more.")
    if account.unproven:
        print(f"{account.unproven} can't be proven by the hash chain, and were kept.")
    if done.contradicting:
        print(f"{done.contradicting} rows contradict others, and were left out.")
    print(f"The damaged files lie in {done.aside}.")
    return 0
