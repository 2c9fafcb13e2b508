"""`vuoro enrol`: make this computer a device of an employment area. Works while the lobby runs."""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict
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
    parser.add_argument(
        "--json", action="store_true", help="for programs: a line of JSON for each thing to tell"
    )
    settings_argument(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show the code, wait for the approval, and become the device."""
    from vuoro.lobby.admin.asking import ask
    from vuoro.lobby.admin.orders import TakeIdentity, TellIdentity
    from vuoro.lobby.settings_file import settings_of
    from vuoro.sync.device_key import BadKeyFile, promote

    settings, teller = settings_of(options), _AsJson() if options.json else _InWords()
    if not settings.sync.backend_url:
        raise Complaint("There is no backend to enrol at. Set [sync] backend_url first.")
    before = ask(settings.lobby, TellIdentity(), Identity)
    try:
        key = _key(settings.lobby.data, before, again=options.again)
        if key is None:
            teller.known(before)
            return 0
        enrolled = _approved(settings, key, teller)
        promote(settings.lobby.data)
    except BadKeyFile as error:
        raise Complaint(str(error), status=FAILED) from None
    now = ask(settings.lobby, TakeIdentity(enrolled), Identity)
    teller.approved(now, settings.lobby.office)
    return 0


class _InWords:
    """Tells a person."""

    def known(self, now: Identity) -> None:
        print(f"This is device {now.device} already. Another one: vuoro enrol --again")

    def code(self, url: str, code: str, words: Sequence[str]) -> None:
        print(f"An administrator approves this device on the fleet page of {url}:\n")
        print(f"    Code         {code}")
        print(f"    Fingerprint  {' '.join(words)}\n")
        print("The page shows the same four words. Waiting …", flush=True)

    def trouble(self, url: str, why: str) -> None:
        print(f"{url} does not answer ({why}). Trying on …", flush=True)

    def approved(self, now: Identity, office: Path) -> None:
        print(f"Approved: this is device {now.device}.")
        _compare(now, office)


class _AsJson:
    """Tells a program: ``{"code": …, "words": […]}``, ``{"trouble": …}``, and at the end
    ``{"identity": {…}}`` (lobby.admin.orders.Identity)."""

    def known(self, now: Identity) -> None:
        self._say(identity=asdict(now))

    def code(self, url: str, code: str, words: Sequence[str]) -> None:
        self._say(url=url, code=code, words=words)

    def trouble(self, url: str, why: str) -> None:
        self._say(url=url, trouble=why)

    def approved(self, now: Identity, office: Path) -> None:
        self._say(identity=asdict(now))

    def _say(self, **told: object) -> None:
        print(json.dumps(told, ensure_ascii=False), flush=True)


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


def _approved(settings: Settings, key: "DeviceKey", teller: "_InWords | _AsJson") -> Enrolled:
    from vuoro.core.fingerprint import fingerprint
    from vuoro.sync.answers import Turned
    from vuoro.sync.computer import this_computer
    from vuoro.sync.enrolment import Asking, as_shown, pairing_code, seek_approval
    from vuoro.sync.http import HttpTransport

    computer, url = this_computer(), settings.sync.backend_url
    said = ""

    def show(code: str) -> None:
        teller.code(url, as_shown(code), fingerprint(key.public_bytes))

    def trouble(why: str) -> None:
        nonlocal said
        if why and why != said:
            teller.trouble(url, why)
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
