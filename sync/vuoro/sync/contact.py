"""What this run of the lobby knows of the backend, and how it asks it something."""

import hashlib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from vuoro.core.wire.codec import encode
from vuoro.core.wire.sync import (
    BODY_CONTEXT,
    PREFIX,
    SIGNATURE_HEADER,
    CommandKind,
    SessionBegun,
)
from vuoro.queue.service import LobbyService
from vuoro.queue.service.anchors import note_time
from vuoro.queue.service.identity import DeviceIdentity, identity
from vuoro.queue.store.rows import to_ms
from vuoro.sync.answers import understood
from vuoro.sync.device_key import DeviceKey
from vuoro.sync.talk import Talk, said
from vuoro.sync.transport import Ask, Reply

QUICK_SECONDS = 10.0
"""For a small answer."""
_ANCHOR_SECONDS = 300.0
_ANCHOR_MS = 2000
"""An anchor costs a commit: one each five minutes, and one when the clock was set."""
_JSON = {"Content-Type": "application/json"}


class Answer(Protocol):
    """Every answer names the backend."""

    @property
    def server_epoch(self) -> str: ...


A = TypeVar("A", bound=Answer)


class AnotherBackend(Exception):
    """The backend is not the one we knew: it was restored from a backup (offline_sync §3.7)."""


class NotEnrolled(Exception):
    """This lobby has no place in any employment area yet: vuoro enrol."""


def nowhere(point: str) -> None:
    """The crash point that never crashes; tests give one that does."""


def _ignore(moment: float) -> None:
    """Where no certificate is judged."""


@dataclass
class Contact:
    """One lobby and its backend. What must survive a restart is in the database, not here."""

    lobby: LobbyService
    key: DeviceKey
    version: str = ""
    chance: Callable[[], float] = random.random
    at: Callable[[str], None] = nowhere
    printers: Callable[[], Mapping[str, str]] = dict
    """Kiosk name to the state of its printer."""
    trust_time: Callable[[float], None] = _ignore
    """Told the true time, in seconds since 1970, where this computer's clock is wrong."""
    support: Callable[[str, CommandKind], None] | None = None
    """Told what support asked for and of which command; None where nothing here can answer."""
    session: SessionBegun | None = None
    session_until: float = 0.0
    """In monotonic seconds, as is everything that waits or grows old."""
    drains: bool = False
    """The backend wants nothing from this device but what it still holds."""
    backend: str = ""
    """The ``server_epoch`` that was heard last."""
    recover_because: str = ""
    """Why the stream has to begin anew, if it has to."""
    snapshot_wanted: bool = False
    sent: int = 0
    """How many events the newest push had."""
    pushed_at: float | None = None
    day_keys_of: str = ""
    """The local day on which day keys were fetched in this run."""
    clock_ahead_ms: int = 0
    """By how much this computer's clock is ahead of the backend's."""
    troubles: dict[str, str] = field(default_factory=dict)
    """Way to the code of what only people can mend there: ``device_locked``, ``upgrade_needed``."""
    unwelcome_until: float = 0.0
    chores_at: float | None = None
    unreadable: int = 0
    """Rows of the mirror that this program can't read."""
    under_way: set[str] = field(default_factory=set)
    """Commands that were begun in this run and whose result comes later."""
    digest_at_ms: int | None = None
    digest_ok: bool | None = None
    digest_of: str = ""
    """The local day on which digests were compared last."""
    _noted: tuple[float, int] | None = field(default=None, repr=False)

    @property
    def mono(self) -> float:
        return self.lobby.clock.mono()

    def who(self) -> DeviceIdentity:
        """Which device we are. Raises NotEnrolled."""
        known = identity(self.lobby)
        if known is None:
            raise NotEnrolled
        return known

    def signed(self, path: str, value: object) -> Ask:
        """A request whose body is signed with the device's key."""
        body = encode(value)
        digest = hashlib.sha256(body).digest()
        message = BODY_CONTEXT + (PREFIX + path).encode("ascii") + b"\0" + digest
        headers = {**_JSON, SIGNATURE_HEADER: self.key.signature(message)}
        return Ask("POST", path, headers, body)

    def exchange(self, ask: Ask, kind: type[A]) -> Talk[A]:
        """The backend's answer, within the session if there is one. Raises as ``understood``."""
        reply = yield from said(self._in_session(ask))
        answer = understood(reply, kind)
        self.backend = answer.server_epoch
        return answer

    def reply(self, ask: Ask) -> Talk[Reply]:
        """An answer of many lines, unread. Raises NoAnswer."""
        return (yield from said(self._in_session(ask)))

    def told_time(self, server_ms: int, took: float) -> None:
        """The backend's clock, as an answer told it that took so many seconds."""
        rtt_ms = int(took * 1000)
        ahead = to_ms(self.lobby.now) - (server_ms + rtt_ms // 2)
        self.clock_ahead_ms = ahead
        if self._noted is not None:
            since, before = self._noted
            if self.mono - since < _ANCHOR_SECONDS and abs(ahead - before) < _ANCHOR_MS:
                return
        self._noted = self.mono, ahead
        note_time(self.lobby, server_ms, rtt_ms)

    def _in_session(self, ask: Ask) -> Ask:
        if self.session is None:
            return ask
        headers = {**ask.headers, "Authorization": f"Device {self.session.token}"}
        return replace(ask, headers=headers)
