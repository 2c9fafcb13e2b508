"""`vuoro appliance`: the lobby device itself: its releases and their updates."""

import argparse
from pathlib import Path

from vuoro.lobby.command import settings_argument
from vuoro.lobby.commands import (
    appliance_authority,
    appliance_backup,
    appliance_firewall,
    appliance_salvage,
    appliance_screens,
    appliance_sealed,
    appliance_setup,
    appliance_support,
    appliance_trust,
    appliance_update,
    appliance_wipe,
)
from vuoro.lobby.commands.appliance_parts import alone, places, sentence, updater_of
from vuoro.lobby.complaint import FAILED, Complaint


def arguments(parser: argparse.ArgumentParser) -> None:
    """What a device can be told."""
    parser.description = "The lobby device: releases of Vuoro, and how they come and go."
    parts = parser.add_subparsers(metavar="WHAT", required=True)
    status = parts.add_parser("status", help="which release runs, and how the last update ended")
    status.set_defaults(run=tell)
    begin = parts.add_parser("begin", help="at the start: settle which release runs")
    begin.set_defaults(run=settle)
    watch = parts.add_parser("watch", help="after the start: see whether a new release works")
    watch.set_defaults(run=see)
    trial = parts.add_parser("try", help="live through one visit on a copy of the data")
    trial.add_argument("--copy", type=Path, required=True, help="folder of the copy")
    settings_argument(trial)
    trial.set_defaults(run=try_out)
    appliance_authority.arguments(parts.add_parser("authority", help="what desks trust it by"))
    appliance_firewall.arguments(parts.add_parser("firewall", help="open it as the settings say"))
    appliance_screens.arguments(parts.add_parser("screens", help="watch the screens' session"))
    appliance_sealed.arguments(parts.add_parser("sealed", help="see whether it is as it was made"))
    appliance_setup.arguments(parts.add_parser("setup", help="make this computer a lobby device"))
    appliance_trust.arguments(parts.add_parser("trust", help="trust the lobby of another device"))
    appliance_support.arguments(parts)
    appliance_update.arguments(parts.add_parser("update", help="bring a newer release into use"))
    backup, salvage = appliance_backup, appliance_salvage
    backup.backup_arguments(parts.add_parser("backup", help="copy the data to the second medium"))
    backup.list_arguments(parts.add_parser("backups", help="which backups there are"))
    backup.restore_arguments(parts.add_parser("restore", help="bring a backup into use"))
    salvage.arguments(parts.add_parser("salvage", help="mend a damaged database"))
    appliance_wipe.arguments(parts.add_parser("wipe", help="destroy all data of this device"))
    for part in (status, begin, watch):
        places(part)


def tell(options: argparse.Namespace) -> int:
    """The releases of this device."""
    updater = updater_of(options)
    shelf = updater.shelf
    print(f"In use    {shelf.current or 'no release'}")
    if shelf.previous and shelf.previous != shelf.current:
        print(f"Before    {shelf.previous}")
    if updater.last is not None:
        print(f"Update    {sentence(updater.last)}")
    return 0


def settle(options: argparse.Namespace) -> int:
    """For the unit that runs before the programs."""
    from vuoro.lobby.appliance.update_ends import settle as settle_end

    updater = updater_of(options)
    updater.begin()
    settle_end(options.work, updater.last)
    return 0


def see(options: argparse.Namespace) -> int:
    """For the unit that runs after them."""
    from vuoro.lobby.appliance.update_ends import settle as settle_end

    updater = updater_of(options)
    with alone(options.work, wait=True):
        ended = updater.watch()
        settle_end(options.work, ended)
    if ended is not None:
        print(sentence(ended))
    return 0


def try_out(options: argparse.Namespace) -> int:
    """One visit on a copy; any failure says why in its last line."""
    from vuoro.core.clock import SystemClock
    from vuoro.lobby.appliance import trial
    from vuoro.lobby.settings_file import settings_of
    from vuoro.queue.store import StoreError

    try:
        done = trial.try_out(settings_of(options).lobby, options.copy, SystemClock())
    except (trial.TrialFailed, StoreError) as error:
        raise Complaint(str(error), status=FAILED) from None
    print(f"{done.number} was drawn, printed ({done.slip_bytes} bytes) and called.")
    return 0
