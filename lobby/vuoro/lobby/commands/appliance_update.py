"""`vuoro appliance update`: a newer release from a file, from the network, or from the card."""

import argparse
import sys
from pathlib import Path

from vuoro.lobby.commands.appliance_parts import (
    CARD,
    LOBBY_RUN,
    alone,
    data_of,
    keys_in,
    places,
    sentence,
    updater_of,
)
from vuoro.lobby.complaint import FAILED, Complaint

LOBBY = "vuoro-lobby.service"


def arguments(parser: argparse.ArgumentParser) -> None:
    """A file at once, or what waits, when nobody needs the device."""
    parser.description = "Bring a newer release into use; one that does not work here goes again."
    parser.add_argument("file", type=Path, nargs="?", help="vuoro-VERSION-ARCH.tar.xz, at once")
    parser.add_argument("--older", action="store_true", help="also one older than that in use")
    parser.add_argument(
        "--waiting", action="store_true",
        help="what came over the network or lies on the card, if the office is closed now",
    )  # fmt: skip
    parser.add_argument("--card", type=Path, default=CARD, help="folder there (%(default)s)")
    parser.add_argument("--quiet", type=Path, default=LOBBY_RUN, help=argparse.SUPPRESS)
    places(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """1 where the release before is in use again."""
    if options.waiting == (options.file is not None):
        raise Complaint("Name a file, or say --waiting.")
    with alone(options.work) as is_alone:
        if is_alone:
            return take(options) if options.waiting else bring(options)
    if options.waiting:
        return 0
    raise Complaint("Another update is under way. See how it ends first.", status=FAILED)


def bring(options: argparse.Namespace) -> int:
    """Check, unpack, try, switch, watch; 1 where the release before is in use again."""
    from vuoro.core.release.manifest import BadRelease, fits_here
    from vuoro.lobby.appliance.bundle import peek, unpack
    from vuoro.lobby.appliance.units import UnitTrouble

    updater, keys = updater_of(options), keys_in(options.keys)
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
    print(sentence(ended))
    return 0 if ended.phase == "good" else FAILED


def take(options: argparse.Namespace) -> int:
    """One round of the updater; nothing to do, or not now, is well."""
    from vuoro.lobby.appliance.permission import is_permitted, this_boot
    from vuoro.lobby.appliance.taking import Taker, candidates
    from vuoro.lobby.appliance.units import Units, UnitTrouble

    data = data_of(options.lobby_settings)
    found = candidates(data, options.card)
    if not found:
        return 0
    taker = Taker(updater_of(options), keys_in(options.keys), options.work)

    def permitted() -> bool:
        """By the lobby service; where there is none, or none that works, nobody is served."""
        nobody = data is None or Units().is_down(LOBBY)
        return nobody or is_permitted(options.quiet, this_boot())

    try:
        told = taker.take(found, permitted)
    except UnitTrouble as error:
        raise Complaint(str(error), status=FAILED) from None
    if told is None:
        return 0
    print(f"{told.version}: {told.state}{f' ({told.why})' if told.why else ''}")
    return 0 if told.state == "good" else FAILED


class _Percent:
    """Tells how far it is, each percent once."""

    def __init__(self) -> None:
        self._last = -1

    def __call__(self, share: float) -> None:
        percent = int(share * 100)
        if percent != self._last and sys.stdout.isatty():
            print(f"\r{percent:3} %", end="", flush=True)
        self._last = percent


def _is_news(version: str, current: str | None, *, older: bool) -> None:
    from vuoro.core.release.order import is_newer

    if current is None:
        raise Complaint("This device has no release yet. Install it first.")
    if version == current:
        raise Complaint(f"{version} is in use already.")
    if not older and is_newer(current, version):
        raise Complaint(f"{version} is older than {current}, which is in use. --older allows it.")
