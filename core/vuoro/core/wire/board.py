"""What the waiting-room display is told: numbers and counters only."""

from dataclasses import dataclass
from datetime import datetime

from vuoro.core.wire.common import Lobby


@dataclass(frozen=True, slots=True)
class BoardCall:
    """A number called to a counter.

    ``id`` is opaque and stays the same when the call is repeated; ``times`` then grows, and the
    display announces it again. ``counter_label`` is what is written largest ("3"), ``counter`` its
    full name by language. ``gone``: the call was taken back and must leave the board.
    """

    id: str
    number: str
    counter_label: str
    counter: dict[str, str]
    called_at: datetime
    times: int
    language: str
    version: int
    gone: bool = False
    also: tuple[str, ...] = ()
    """Other numbers of the same visit: shown and said with ``number``."""


@dataclass(frozen=True, slots=True)
class BoardFrame:
    """One message of the board's stream: everything (``full``) or what changed since the last."""

    version: int
    full: bool
    now: datetime
    lobby: Lobby | None = None
    calls: tuple[BoardCall, ...] = ()
