"""`vuoro appliance wipe`: nothing of visitors, staff and keys is left on this device."""

import argparse

from vuoro.lobby.command import settings_argument
from vuoro.lobby.commands.appliance_lobby import lobby_of
from vuoro.lobby.complaint import FAILED, Complaint

SURE = "yes, destroy it"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether it is really meant."""
    parser.description = (
        "Destroy the keys of this device, the lobby's database, everything that was put aside, and "
        "the copies and backups on the second medium. Nothing brings them back. Stop the lobby "
        "service first, and let the backend have everything: vuoro status."
    )
    parser.add_argument("--really", action="store_true", help=f'without asking for "{SURE}"')
    settings_argument(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask, and destroy."""
    from vuoro.lobby.appliance.ownership import become_owner_of
    from vuoro.lobby.opening import DATABASE
    from vuoro.lobby.wiping import wipe
    from vuoro.queue.store import StoreError
    from vuoro.queue.store.ownership import Ownership

    settings = lobby_of(options)
    if not settings.data.is_dir():
        raise Complaint(f"There is no {settings.data}: nothing was destroyed.")
    if not options.really and input(f'This destroys {settings.data}. Type "{SURE}": ') != SURE:
        raise Complaint("Nothing was destroyed.", status=FAILED)
    try:
        become_owner_of(settings.data)
        owner = Ownership(settings.data / DATABASE)
        try:
            wipe(settings.data, settings.second_medium)
        finally:
            owner.release()
    except StoreError as error:
        raise Complaint(
            f"{error} On a lobby device: systemctl stop vuoro-lobby", status=FAILED
        ) from None
    except OSError as error:
        raise Complaint(f"Not everything could be destroyed: {error}.", status=FAILED) from None
    print(f"Nothing of the lobby is left in {settings.data}.")
    return 0
