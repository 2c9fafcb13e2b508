"""Pairing with the backend: its code is shown until an administrator has approved this device."""

import json
import os
import select
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from vuoro.core.catalogue import Catalogue
from vuoro.lobby.appliance.setup.device import Device, as_user, program
from vuoro.lobby.appliance.setup.shown import Shown
from vuoro.lobby.appliance.setup.stage import Stage, end

SECONDS = 1800.0
"""So long the screens are kept for the code; an office that nobody pairs opens all the same."""
PAIR_PAGE = "/staff/devices/pair"
_LOOK_SECONDS = 1.0

Told = Iterator[dict[str, Any] | None]
"""What ``vuoro enrol --json`` tells, and None each second in between."""


@dataclass(frozen=True, slots=True)
class Paired:
    """The employment area and the number of the office that this device was approved for, and
    those of its office file."""

    tenant: str
    site: int
    office_tenant: str
    office_site: int

    @property
    def fits(self) -> bool:
        """Whether passes of the area are for the office of the file."""
        return (self.tenant, self.site) == (self.office_tenant, self.office_site)


def pair(told: Told, stage: Stage, words: Catalogue, foot: str) -> Paired | None:
    """Show the code until the device is approved; None where that is not to be."""
    page = Shown(title=words.text("pair.title"), lines=(words.text("pair.wait"),), foot=foot)
    for each in told:
        if each is not None and "identity" in each:
            known = each["identity"]
            return Paired(
                known["tenant"], known["site"], known["office_tenant"], known["office_site"]
            )
        if each is not None:
            page = _page(each, page, words)
        stage.show(page)
    return None


def _page(told: dict[str, Any], page: Shown, words: Catalogue) -> Shown:
    if "code" in told:
        return Shown(
            title=words.text("pair.title"),
            lines=(words.text("pair.open", url=told["url"]), words.text("pair.compare")),
            code=told["code"],
            words=tuple(told["words"]),
            link=pair_link(told["url"], told["code"]),
            foot=page.foot,
        )
    lines = (words.text("pair.trouble", url=told["url"]), told["trouble"])
    return Shown(title=words.text("pair.title"), lines=lines, foot=page.foot)


def pair_link(url: str, code: str) -> str:
    """Where a code to scan leads: the page that approves this device."""
    return f"{url}{PAIR_PAGE}?{urlencode({'code': code.replace('-', '')})}"


def enrolling(
    device: Device, seconds: float = SECONDS, mono: Callable[[], float] = time.monotonic
) -> Told:
    """Run ``vuoro enrol`` as the user of the lobby service; ends with it, or with the time."""
    settings = str(device.settings / "lobby.toml")
    ends, rest = mono() + seconds, b""
    enrol = subprocess.Popen(
        [*program(), "enrol", "--json", "--settings", settings],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, cwd="/", **as_user("vuoro-lobby"),
    )  # fmt: skip
    assert enrol.stdout is not None
    try:
        while mono() < ends:
            ready, _, _ = select.select([enrol.stdout], [], [], _LOOK_SECONDS)
            piece = os.read(enrol.stdout.fileno(), 4096) if ready else None
            if piece == b"":
                return
            *lines, rest = (rest + (piece or b"")).split(b"\n")
            yield from (json.loads(line) for line in lines)
            yield None
    finally:
        end(enrol)
        enrol.stdout.close()
