"""How the lobby reaches the backend: one request, and its answer or none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from vuoro.core.wire.sync import PREFIX


@dataclass(frozen=True, slots=True)
class Ask:
    """A request. ``path`` is under ``prefix`` and may have a query; ``timeout`` in seconds.

    ``dates``: whether the server's certificate must be valid today. Without it the answer is
    trusted for its own signature only (GET /time, offline_sync §3.10).
    """

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    timeout: float = 10.0
    dates: bool = True
    prefix: str = PREFIX

    @property
    def address(self) -> str:
        """The path as the backend knows it, with its query."""
        return self.prefix + self.path


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, by whoever. ``headers`` in lower case; ``took`` in seconds."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    took: float = 0.0


class NoAnswer(Exception):
    """The backend did not answer; whether it got the request nobody knows."""

    retry_after: float | None = None
    """Seconds that whoever answered instead wants us to wait."""


class WrongDates(NoAnswer):
    """The server's certificate is not valid today: its date or this computer's clock is wrong."""


class Transport(Protocol):
    """Carries requests, one at a time in each thread."""

    def send(self, ask: Ask) -> Reply:
        """The answer. Raises NoAnswer."""
        ...

    def trust_time(self, moment: float) -> None:
        """It is now truly this moment, in seconds since 1970: judge dates of certificates by it."""
        ...
