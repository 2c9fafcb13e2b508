"""The device around a lobby service, as its sync sees it: a release that waits, support that asks.

The service fetches and asks; root's helpers install and answer. They speak by files: ours in
``run`` and below the data, theirs in ``answers`` and ``told``.
"""

import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vuoro.core.wire.sync import CommandKind
from vuoro.core.wire.upkeep import Offer, ReleaseAsk, SupportAnswer, UpdateState, UpdateTold, Why
from vuoro.lobby.appliance import permission
from vuoro.lobby.appliance.answers import answers_in
from vuoro.lobby.appliance.asked import Asked, ask
from vuoro.lobby.appliance.shelf import Shelf
from vuoro.lobby.appliance.update_told import heard
from vuoro.lobby.appliance.waiting_release import FOLDER, Waiting

_LONGEST_WORD = 900.0
"""Seconds. A service that dies keeps the device from nobody."""
_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}


@dataclass(frozen=True, slots=True)
class Places:
    """Where things lie on a device."""

    root: Path = Path("/opt/vuoro")
    run: Path = Path("/run/vuoro/lobby")
    answers: Path = Path("/run/vuoro/answers")
    told: Path = Path("/var/lib/vuoro/update")

    @property
    def is_device(self) -> bool:
        """Whether this computer runs a release, and has helpers that listen."""
        return Shelf(self.root).current is not None and os.access(self.run, os.W_OK)


class ThisAppliance:
    """Implements ``vuoro.sync.upkeep.Appliance`` with the files of this device."""

    def __init__(self, data: Path, places: Places) -> None:
        self._places = places
        self._waiting = Waiting(data / FOLDER)
        self._no_room: UpdateTold | None = None

    def asks(self) -> ReleaseAsk:
        """Which release runs, and how the last offer stands."""
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        arch = _MACHINES.get(platform.machine(), platform.machine())
        version = Shelf(self._places.root).current or ""
        return ReleaseAsk(version, arch, python, self._stands())

    def offered(self, offer: Offer | None) -> int | None:
        """Take an offer, or that there is none; the first block that is wanted, if any."""
        self._no_room = None
        if offer is None:
            permission.forbid(self._places.run)
            self._waiting.drop()
            return None
        if not self._waiting.has_room(offer):
            self._no_room = UpdateTold(
                offer.version, offer.attempt, UpdateState.REFUSED, 0, Why.ROOM
            )
            return None
        return self._waiting.begin(offer)

    def fetched(self, offer: Offer, n: int, block: bytes) -> int | None:
        """Keep a block; the next that is wanted, if any."""
        return self._waiting.put(offer, n, block)

    def look(self, is_quiet_for: float) -> None:
        """Let root's updater know whether nobody needs the device."""
        if is_quiet_for > 0:
            seconds = min(is_quiet_for, _LONGEST_WORD)
            permission.permit(self._places.run, permission.this_boot(), seconds)
        else:
            permission.forbid(self._places.run)

    def request(self, command: str, kind: CommandKind) -> None:
        """Let root's helper do what support asked for."""
        ask(self._places.run, Asked(command, kind))

    def answers(self) -> Mapping[str, SupportAnswer]:
        """What the helper brought, by command."""
        return answers_in(self._places.answers)

    def _stands(self) -> UpdateTold | None:
        if self._no_room is not None:
            return self._no_room
        offer, told = self._waiting.offer, heard(self._places.told)
        if told is not None and (offer is None or told.is_of(offer.version, offer.attempt)):
            return UpdateTold(told.version, told.attempt, told.state, 100, told.why or "")
        if offer is None:
            return None
        if self._waiting.whole is not None:
            return UpdateTold(offer.version, offer.attempt, UpdateState.WAITING, 100)
        percent = 100 * self._waiting.size // max(1, offer.size)
        return UpdateTold(offer.version, offer.attempt, UpdateState.DOWNLOADING, percent)
