"""The updater's rounds: is there a release to install, may it be installed now, how did it end.

Run by root from a timer. A round that dies anywhere is begun anew by the next one; what broke off
three times is given up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from vuoro.core.release.manifest import BadRelease, Manifest, fits_here
from vuoro.core.release.order import is_newer
from vuoro.core.wire.upkeep import UpdateState, Why
from vuoro.lobby.appliance.bundle import NoRoom, peek, unpack
from vuoro.lobby.appliance.tries import Tries
from vuoro.lobby.appliance.update_ends import end, tries_in
from vuoro.lobby.appliance.update_told import Told, told_of
from vuoro.lobby.appliance.updating import Updater
from vuoro.lobby.appliance.waiting_release import FOLDER, Waiting

PATTERN = "vuoro-*.tar.xz"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may hold a newer release. ``attempt``: of its rollout, 0 without one."""

    file: Path
    attempt: int = 0


def candidates(data: Path | None, card: Path) -> list[Candidate]:
    """What somebody put on the card, then what came over the network."""
    found = [Candidate(file) for file in sorted(card.glob(PATTERN)) if _is_plain(file)]
    if data is not None:
        waiting = Waiting(data / FOLDER)
        file, offer = waiting.whole, waiting.offer
        if file is not None and offer is not None and _is_plain(file):
            found.append(Candidate(file, offer.attempt))
    return found


@dataclass(frozen=True)
class Taker:
    """Installs what waits. ``told`` is the folder where others read how it ended."""

    updater: Updater
    keys: Sequence[Ed25519PublicKey]
    told: Path
    fits: Callable[[Manifest], None] = fits_here

    @property
    def _tries(self) -> Tries:
        return tries_in(self.told)

    def take(self, found: Sequence[Candidate], permitted: Callable[[], bool]) -> Told | None:
        """Install the first that is news here, if it is permitted. None: there was nothing to do.

        Raises UnitTrouble.
        """
        for candidate in found:
            manifest = self._news(candidate)
            if manifest is not None:
                return self._install(candidate, manifest) if permitted() else None
        return None

    def _news(self, candidate: Candidate) -> Manifest | None:
        """What a file would bring, if this device would go forward with it and has not tried."""
        current = self.updater.shelf.current
        try:
            manifest = peek(candidate.file, self.keys)
            if current is None or not is_newer(manifest.version, current):
                return None
            if self._tries.is_over(manifest.version, candidate.attempt):
                return None
            self.fits(manifest)
        except BadRelease:
            version = _version_in(candidate)
            if not self._tries.is_over(version, candidate.attempt):
                self._refused(version, candidate.attempt, Why.RELEASE)
            return None
        return manifest

    def _install(self, candidate: Candidate, manifest: Manifest) -> Told:
        version, attempt = manifest.version, candidate.attempt
        if not self._tries.begin(version, attempt):
            return self._refused(version, attempt, Why.BROKEN_OFF)
        self.updater.at("begun")
        shelf = self.updater.shelf
        shelf.tidy()
        self.updater.at("tidied")
        part = shelf.being_made(version)
        try:
            unpacked = unpack(candidate.file, part, self.keys)
        except NoRoom:
            return self._refused(version, attempt, Why.ROOM)
        except BadRelease:
            return self._refused(version, attempt, Why.RELEASE)
        if unpacked != manifest:
            # Whoever owns the file has changed it meanwhile.
            return self._refused(version, attempt, Why.RELEASE)
        self.updater.at("unpacked")
        ended = self.updater.bring(version, attempt)
        self.updater.at("brought")
        return self._end(told_of(ended))

    def _refused(self, version: str, attempt: int, why: Why) -> Told:
        return self._end(Told(version, attempt, UpdateState.REFUSED, why))

    def _end(self, told: Told) -> Told:
        end(self.told, told)
        self.updater.at("ended_for_all")
        return told


def _version_in(candidate: Candidate) -> str:
    """The version a file claims to be; one that can't be read has the name of its file."""
    offer = Waiting(candidate.file.parent).offer
    return offer.version if offer is not None else candidate.file.name


def _is_plain(file: Path) -> bool:
    """A file of its own: a link or a pipe of somebody else's would lead the updater astray."""
    return file.is_file() and not file.is_symlink()
