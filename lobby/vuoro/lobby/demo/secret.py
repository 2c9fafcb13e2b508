"""What the backend would give a lobby: keys of passes and of days. Made anew each time."""

import os
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from vuoro.core.day_key import DayKey, SiteKey, derive_day_key
from vuoro.core.passes import KeySet, PassKey, SigningKey
from vuoro.lobby.demo.cast import KEY_NUMBER
from vuoro.queue.service import LobbyService

FILE = "backend.json"
_DAYS = 3


@dataclass(frozen=True, slots=True)
class Backend:
    """The secrets of the demo's backend, and the seed of everybody in it."""

    seed: int
    signing: bytes = field(repr=False)
    site_key: bytes = field(repr=False)

    @property
    def signing_key(self) -> SigningKey:
        return SigningKey(self.signing)

    def key_set(self, today: date) -> KeySet:
        """The public key by which the lobby believes passes."""
        middle = datetime(today.year, today.month, today.day, tzinfo=UTC)
        year = timedelta(days=365)
        key = PassKey(KEY_NUMBER, self.signing_key.public(), middle - year, middle + year)
        return KeySet(1, (key,))

    def day_key(self, day: date, site: int) -> DayKey:
        """The key of the office for a day."""
        return derive_day_key(SiteKey(self.site_key), str(site), day)


def new_backend() -> Backend:
    """Secrets nobody had before."""
    return Backend(random.SystemRandom().getrandbits(32), os.urandom(32), os.urandom(32))


def write_backend(backend: Backend, folder: Path) -> None:
    """Keep them for the lobby service, also for when it comes back after a crash."""
    file = folder / FILE
    file.touch(mode=0o600)
    file.write_bytes(msgspec.json.encode(backend))


def read_backend(folder: Path) -> Backend:
    """The secrets of a demo's folder."""
    return msgspec.json.decode((folder / FILE).read_bytes(), type=Backend)


def hand_over(backend: Backend, lobby: LobbyService, today: date) -> None:
    """Give a lobby what it needs to check passes and identity codes, as the sync would."""
    site = lobby.office.site
    lobby.keys = backend.key_set(today)
    for day in (today + timedelta(days=ahead) for ahead in range(_DAYS)):
        lobby.day_keys[day.isoformat()] = backend.day_key(day, site).reveal()
