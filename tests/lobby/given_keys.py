"""Keys as a backend gives them to a lobby, for tests that do without a backend."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from vuoro.core.day_key import DayKey, SiteKey, derive_day_key
from vuoro.core.passes import KeySet, PassKey, SigningKey
from vuoro.queue.service import LobbyService

KEY_NUMBER = 1
_DAYS = 3


@dataclass(frozen=True, slots=True)
class GivenKeys:
    """The secrets of an office."""

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

    def hand_over(self, lobby: LobbyService, today: date) -> None:
        """Give a lobby what it needs to check passes and identity codes, as the sync does."""
        lobby.keys = self.key_set(today)
        for day in (today + timedelta(days=ahead) for ahead in range(_DAYS)):
            lobby.day_keys[day.isoformat()] = self.day_key(day, lobby.office.site).reveal()
