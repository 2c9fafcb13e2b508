"""`vuoro appliance`: the lobby device itself: its releases and their updates."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from vuoro.lobby.command import settings_argument
from vuoro.lobby.commands import (
    appliance_firewall,
    appliance_screens,
    appliance_sealed,
    appliance_setup,
)
from vuoro.lobby.complaint import FAILED, Complaint

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from vuoro.lobby.appliance.update_record import Update
    from vuoro.lobby.appliance.updating import Updater

ROOT = Path("/opt/vuoro")
KEYS = Path("/etc/vuoro/release-keys")
WORK = Path("/var/lib/vuoro/update")
SETTINGS = Path("/etc/vuoro/lobby.toml")
_SAID = {
    "good": "{version} is in use, and works.",
    "rolled_back": "{version} does not work here, so {before} is in use again. {why}",
    "switched": "{version} is in use; whether it works is not known yet.",
    "unpacked": "{version} is unpacked and was tried; {before} is in use.",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What a device can be told."""
    parser.description = "The lobby device: releases of Vuoro, and how they come and go."
    parts = parser.add_subparsers(metavar="WHAT", required=True)
    update = parts.add_parser("update", help="bring a release into use, from its file")
    update.add_argument("file", type=Path, help="vuoro-VERSION-ARCH.tar.xz")
    update.add_argument("--older", action="store_true", help="also one older than that in use")
    update.set_defaults(run=bring)
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
    appliance_firewall.arguments(parts.add_parser("firewall", help="open it as the settings say"))
    appliance_screens.arguments(parts.add_parser("screens", help="watch the screens' session"))
    appliance_sealed.arguments(parts.add_parser("sealed", help="see whether it is as it was made"))
    appliance_setup.arguments(parts.add_parser("setup", help="make this computer a lobby device"))
    for part in (update, status, begin, watch):
        _places(part)


def bring(options: argparse.Namespace) -> int:
    """Check, unpack, try, switch, watch; 1 where the release before is in use again."""
    from vuoro.core.release.manifest import BadRelease, fits_here
    from vuoro.lobby.appliance.bundle import peek, unpack
    from vuoro.lobby.appliance.units import UnitTrouble

    updater, keys = _updater(options), _keys(options.keys)
    try:
        manifest = peek(options.file, keys)
        fits_here(manifest)
        _is_news(manifest.version, updater.shelf.current, older=options.older)
        updater.shelf.tidy()
        print(f"Unpacking {manifest.version} …", flush=True)
        unpack(options.file, updater.shelf.being_made(manifest.version), keys, _Percent())
        print("\nTrying it on a copy of the data, then switching …", flush=True)
        ended = updater.bring(manifest.version)
    except BadRelease as error:
        raise Complaint(str(error)) from None
    except UnitTrouble as error:
        raise Complaint(str(error), status=FAILED) from None
    print(_sentence(ended))
    return 0 if ended.phase == "good" else FAILED


def tell(options: argparse.Namespace) -> int:
    """The releases of this device."""
    updater = _updater(options)
    shelf = updater.shelf
    print(f"In use    {shelf.current or 'no release'}")
    if shelf.previous and shelf.previous != shelf.current:
        print(f"Before    {shelf.previous}")
    if updater.last is not None:
        print(f"Update    {_sentence(updater.last)}")
    return 0


def settle(options: argparse.Namespace) -> int:
    """For the unit that runs before the programs."""
    _updater(options).begin()
    return 0


def see(options: argparse.Namespace) -> int:
    """For the unit that runs after them."""
    ended = _updater(options).watch()
    if ended is not None:
        print(_sentence(ended))
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


class _Percent:
    """Tells how far it is, each percent once."""

    def __init__(self) -> None:
        self._last = -1

    def __call__(self, share: float) -> None:
        percent = int(share * 100)
        if percent != self._last and sys.stdout.isatty():
            print(f"\r{percent:3} %", end="", flush=True)
        self._last = percent


def _updater(options: argparse.Namespace) -> "Updater":
    from vuoro.lobby.appliance.shelf import CURRENT, Shelf
    from vuoro.lobby.appliance.this_device import ThisDevice
    from vuoro.lobby.appliance.units import Units
    from vuoro.lobby.appliance.updating import Updater

    options.work.mkdir(parents=True, exist_ok=True)
    data = _data(options.lobby_settings)
    device = ThisDevice(Units(), data, options.work, options.lobby_settings, options.root / CURRENT)
    return Updater(Shelf(options.root), device, options.work / "update.json")


def _data(settings: Path) -> Path | None:
    """The data of the lobby service, where this device has one."""
    import os

    from vuoro.core.settings.load import BadSettings, load_settings

    if not settings.exists():
        return None
    try:
        data = load_settings(settings, os.environ).lobby.data
    except BadSettings as error:
        raise Complaint(*error.errors) from None
    return data if data.is_absolute() else Path("/var/lib/vuoro/lobby") / data


def _keys(folder: Path) -> "tuple[Ed25519PublicKey, ...]":
    from vuoro.core.release.manifest import BadRelease, read_key

    files = sorted(folder.glob("*.pub"))
    if not files:
        raise Complaint(f"There is no key in {folder} to check releases with.")
    try:
        return tuple(read_key(file.read_text(encoding="ascii")) for file in files)
    except BadRelease as error:
        raise Complaint(str(error)) from None


def _is_news(version: str, current: str | None, *, older: bool) -> None:
    from vuoro.core.release.order import is_newer

    if current is None:
        raise Complaint("This device has no release yet. Install it first.")
    if version == current:
        raise Complaint(f"{version} is in use already.")
    if not older and is_newer(current, version):
        raise Complaint(f"{version} is older than {current}, which is in use. --older allows it.")


def _sentence(update: "Update") -> str:
    words = _SAID[update.phase.value]
    return words.format(version=update.version, before=update.before, why=update.why).strip()


def _places(part: argparse.ArgumentParser) -> None:
    part.add_argument("--root", type=Path, default=ROOT, help="where releases lie (%(default)s)")
    part.add_argument("--keys", type=Path, default=KEYS, help="who is trusted (%(default)s)")
    part.add_argument("--work", type=Path, default=WORK, help="notes of updates (%(default)s)")
    part.add_argument(
        "--lobby-settings", type=Path, default=SETTINGS, help="of the lobby service (%(default)s)"
    )
