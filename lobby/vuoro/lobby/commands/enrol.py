"""`vuoro enrol`: make this computer a device of an employment area. Works while the lobby runs."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from vuoro.core.settings.schema import Settings
from vuoro.core.wire.sync import Enrolled
from vuoro.lobby.admin.orders import Identity
from vuoro.lobby.command import settings_argument
from vuoro.lobby.complaint import FAILED, Complaint

if TYPE_CHECKING:
    from vuoro.sync.device_key import DeviceKey

NEW_KEY = "Enrol with a new key: vuoro enrol --again"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to enrol anew."""
    parser.add_argument(
        "--again",
        action="store_true",
        help="with a new key, as another device: after this one was revoked, locked or moved",
    )
    settings_argument(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show the code, wait for the approval, and become the device."""
    from vuoro.lobby.admin.asking import ask
    from vuoro.lobby.admin.orders import TakeIdentity, TellIdentity
    from vuoro.lobby.settings_file import settings_of
    from vuoro.sync.device_key import BadKeyFile, promote

    settings = settings_of(options)
    if not settings.sync.backend_url:
        raise Complaint("There is no backend to enrol at. Set [sync] backend_url first.")
    before = ask(settings.lobby, TellIdentity(), Identity)
    try:
        key = _key(settings.lobby.data, before, again=options.again)
        if key is None:
            print(f"This is device {before.device} already. Another one: vuoro enrol --again")
            return 0
        enrolled = _approved(settings, key)
        promote(settings.lobby.data)
    except BadKeyFile as error:
        raise Complaint(str(error), status=FAILED) from None
    now = ask(settings.lobby, TakeIdentity(enrolled), Identity)
    print(f"Approved: this is device {now.device}.")
    _compare(now, settings.lobby.office)
    return 0


def _key(data: Path, before: Identity, *, again: bool) -> "DeviceKey | None":
    """The key to be approved; None where this computer is enrolled and wants nothing else.

    One that waits for its approval is taken up again, so that the command may be repeated.
    """
    from vuoro.sync.device_key import find_key, find_pending, make_pending

    pending, own = find_pending(data), find_key(data)
    if pending is not None:
        return pending
    if own is not None and not again:
        return None if before.device else own
    return make_pending(data)


def _approved(settings: Settings, key: "DeviceKey") -> Enrolled:
    from vuoro.core.fingerprint import fingerprint
    from vuoro.sync.answers import Turned
    from vuoro.sync.computer import this_computer
    from vuoro.sync.enrolment import Asking, as_shown, pairing_code, seek_approval
    from vuoro.sync.http import HttpTransport

    computer, url = this_computer(), settings.sync.backend_url
    said = ""

    def show(code: str) -> None:
        print(f"An administrator approves this device on the fleet page of {url}:\n")
        print(f"    Code         {as_shown(code)}")
        print(f"    Fingerprint  {' '.join(fingerprint(key.public_bytes))}\n")
        print("The page shows the same four words. Waiting …", flush=True)

    def trouble(why: str) -> None:
        nonlocal said
        if why and why != said:
            print(f"{url} does not answer ({why}). Trying on …", flush=True)
        said = why

    asking = Asking(show, time.sleep, trouble, pairing_code, time.monotonic)
    try:
        return seek_approval(HttpTransport(url, f"vuoro/{computer.version}"), key, computer, asking)
    except Turned as turned:
        refusal = turned.refusal
        advice = f" {NEW_KEY}" if refusal.code in ("device_revoked", "device_locked") else ""
        raise Complaint(f"The backend refuses: {refusal.detail}{advice}", status=FAILED) from None


def _compare(now: Identity, office: Path) -> None:
    """Passes are signed for one area and one office: the file must say the same."""
    if (now.tenant, now.site) != (now.office_tenant, now.office_site):
        print(
            f"{office} is of another office than the one this device was approved for. Write into "
            f'it: site = {now.site} and tenant = "{now.tenant}", and start the lobby service anew.'
        )
