"""`vuoro appliance backup`, `backups` and `restore`: copies of the lobby's database."""

import argparse
from pathlib import Path

from vuoro.lobby.command import settings_argument
from vuoro.lobby.commands.appliance_lobby import lobby_of
from vuoro.lobby.commands.table import table
from vuoro.lobby.complaint import FAILED, Complaint

_NEWEST = "newest"


def backup_arguments(parser: argparse.ArgumentParser) -> None:
    """No option but the settings."""
    settings_argument(parser)
    parser.set_defaults(run=make)


def list_arguments(parser: argparse.ArgumentParser) -> None:
    """No option but the settings."""
    settings_argument(parser)
    parser.set_defaults(run=tell)


def restore_arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup."""
    parser.description = (
        "Bring a backup into use, and everything that the second medium has of the time since. "
        "What was in use is put aside, not deleted. Numbers begin a new series (AX001 after A017). "
        "Stop the lobby service first."
    )
    parser.add_argument(
        "backup", nargs="?", default=_NEWEST,
        help="a name from `vuoro appliance backups`, or a file (default: the newest)",
    )  # fmt: skip
    settings_argument(parser)
    parser.set_defaults(run=bring_back)


def make(options: argparse.Namespace) -> int:
    """One more backup."""
    from vuoro.core.clock import SystemClock
    from vuoro.lobby.appliance.backups import BackupFailed, back_up
    from vuoro.lobby.appliance.in_place import tidy
    from vuoro.lobby.appliance.ownership import become_owner_of

    settings = lobby_of(options)
    second = _second(settings.second_medium)
    try:
        become_owner_of(settings.data)
        done = back_up(settings.data, second, SystemClock().now(), settings.backups_kept)
        tidy(settings.data)
    except (BackupFailed, OSError) as error:
        raise Complaint(str(error), status=FAILED) from None
    print(f"{done} was made ({done.stat().st_size:,} bytes).")
    return 0


def tell(options: argparse.Namespace) -> int:
    """What there is."""
    from vuoro.core.clock import local
    from vuoro.lobby.appliance.backups import all_backups, made_at

    second = _second(lobby_of(options).second_medium)
    found = all_backups(second)
    if not found:
        print(f"There is no backup in {second}. Make one: vuoro appliance backup")
        return 0
    rows = [
        (each.stem, f"{local(made_at(each)):%-d.%-m.%Y %H:%M}", f"{each.stat().st_size:,}",
         each.parent.name[:8])
        for each in found
    ]  # fmt: skip
    print(table(("Name", "Made at", "Bytes", "Database"), rows))
    return 0


def bring_back(options: argparse.Namespace) -> int:
    """The restore."""
    from vuoro.core.clock import SystemClock
    from vuoro.core.ids import RandomIds
    from vuoro.lobby.appliance.ownership import become_owner_of
    from vuoro.lobby.appliance.restoring import restore
    from vuoro.queue.store import DatabaseBusy, StoreError

    settings = lobby_of(options)
    backup = _chosen(options.backup, settings.second_medium)
    clock = SystemClock()
    try:
        become_owner_of(settings.data)
        done = restore(backup, settings.data, settings.second_medium, clock, RandomIds(clock))
    except DatabaseBusy as error:
        raise Complaint(
            f"{error} On a lobby device: systemctl stop vuoro-lobby", status=FAILED
        ) from None
    except (StoreError, OSError) as error:
        raise Complaint(str(error), status=FAILED) from None
    print(f"{backup.name} is in use: {done.events} events, {done.since} of them since it was made.")
    print(f"What was in use before lies in {done.aside}.")
    return 0


def _second(folder: Path | None) -> Path:
    if folder is None:
        raise Complaint("There is no second medium. Set [lobby] second_medium, a folder on it.")
    return folder


def _chosen(wanted: str, second: Path | None) -> Path:
    from vuoro.lobby.appliance.backups import all_backups

    if Path(wanted).is_file():
        return Path(wanted)
    found = all_backups(_second(second))
    fitting = [each for each in found if wanted in (_NEWEST, each.stem, each.name)]
    if not fitting:
        raise Complaint(f"There is no backup {wanted}. These are there: vuoro appliance backups")
    return fitting[0]
