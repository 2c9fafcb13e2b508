"""What the commands about releases share: where things lie on the device, and how it is told."""

import argparse
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vuoro.lobby.complaint import Complaint

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from vuoro.lobby.appliance.update_record import Update
    from vuoro.lobby.appliance.updating import Updater

ROOT = Path("/opt/vuoro")
KEYS = Path("/etc/vuoro/release-keys")
PACKAGED_KEYS = Path("/usr/lib/vuoro/release-keys")
"""Beside KEYS: the key that the package came with."""
WORK = Path("/var/lib/vuoro/update")
SETTINGS = Path("/etc/vuoro/lobby.toml")
CARD = Path("/boot/firmware/vuoro-update")
"""On the first partition of the card, which every computer can write."""
LOBBY_RUN = Path("/run/vuoro/lobby")
"""What the lobby service says to root's helpers; gone with the power."""
_SAID = {
    "good": "{version} is in use, and works.",
    "rolled_back": "{version} does not work here, so {before} is in use again. {why}",
    "switched": "{version} is in use; whether it works is not known yet.",
    "unpacked": "{version} is unpacked and was tried; {before} is in use.",
}


@contextmanager
def alone(work: Path, *, wait: bool = False) -> Iterator[bool]:
    """Whether nobody else changes releases while the context lasts, however they end (flock(2))."""
    work.mkdir(parents=True, exist_ok=True)
    with (work / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def updater_of(options: argparse.Namespace) -> "Updater":
    """The updater of these places. Raises Complaint."""
    from vuoro.lobby.appliance.shelf import CURRENT, Shelf
    from vuoro.lobby.appliance.this_device import ThisDevice
    from vuoro.lobby.appliance.units import Units
    from vuoro.lobby.appliance.updating import Updater

    options.work.mkdir(parents=True, exist_ok=True)
    data = data_of(options.lobby_settings)
    device = ThisDevice(Units(), data, options.work, options.lobby_settings, options.root / CURRENT)
    return Updater(Shelf(options.root), device, options.work / "update.json")


def data_of(settings: Path) -> Path | None:
    """The data of the lobby service, where this device has one."""
    from vuoro.core.settings.load import BadSettings, load_settings

    if not settings.exists():
        return None
    try:
        data = load_settings(settings, os.environ).lobby.data
    except BadSettings as error:
        raise Complaint(*error.errors) from None
    return data if data.is_absolute() else Path("/var/lib/vuoro/lobby") / data


def keys_in(folder: Path) -> "tuple[Ed25519PublicKey, ...]":
    """Whose releases are believed. Raises Complaint."""
    from vuoro.core.release.manifest import BadRelease, read_key

    folders = (folder, PACKAGED_KEYS) if folder == KEYS else (folder,)
    files = [file for each in folders for file in sorted(each.glob("*.pub"))]
    if not files:
        raise Complaint(f"There is no key in {folder} to check releases with.")
    try:
        return tuple(read_key(file.read_text(encoding="ascii")) for file in files)
    except BadRelease as error:
        raise Complaint(str(error)) from None


def sentence(update: "Update") -> str:
    """How an update stands, for whoever looks."""
    words = _SAID[update.phase.value]
    return words.format(version=update.version, before=update.before, why=update.why).strip()


def places(part: argparse.ArgumentParser) -> None:
    """Options for where things lie; a device needs none of them."""
    part.add_argument("--root", type=Path, default=ROOT, help="where releases lie (%(default)s)")
    part.add_argument("--keys", type=Path, default=KEYS, help="who is trusted (%(default)s)")
    part.add_argument("--work", type=Path, default=WORK, help="notes of updates (%(default)s)")
    part.add_argument(
        "--lobby-settings", type=Path, default=SETTINGS, help="of the lobby service (%(default)s)"
    )
