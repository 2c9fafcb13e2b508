"""What a lobby tells the backend of tickets that visitors follow outside the office.

The newest state of each and nothing else: it is no part of the stream of events, and no history is
kept of it. Sent and signed as the rest of the device API is (wire.sync).
"""

from dataclasses import dataclass
from hashlib import sha256

from vuoro.core.wire.common import WaitInterval
from vuoro.core.wire.follow import FollowState

MOST_TICKETS = 1_000
"""Of one push; a lobby has fewer in a day."""
_KEY_CHARACTERS = 32


def follow_key(token: str) -> str:
    """What stands for the token of a ticket's page: a token has 128 bits, so nobody finds it."""
    return sha256(token.encode()).hexdigest()[:_KEY_CHARACTERS]


@dataclass(frozen=True, slots=True)
class FollowedTicket:
    """A ticket as its visitor may see it from outside the office: no names, no place, no service.

    ``key``: see follow_key; the token itself never leaves the lobby and the slip.
    """

    key: str
    number: str
    language: str
    state: FollowState
    ahead: int | None = None
    wait: WaitInterval | None = None
    counter_label: str = ""
    times: int = 0
    silent: bool = False
    elsewhere: bool = False
    has_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class FollowPush:
    """POST /follow: the newest of each followed ticket. What is lost is told again, not kept.

    ``full``: these are all there are; what was told before is forgotten. With nothing in it: the
    lobby is still there.
    """

    full: bool = False
    tickets: tuple[FollowedTicket, ...] = ()


@dataclass(frozen=True, slots=True)
class FollowWish:
    """What a visitor asked on the page outside the office; told until the ticket shows it."""

    key: str
    at_ms: int
    silent: bool | None = None
    elsewhere: bool | None = None


@dataclass(frozen=True, slots=True)
class FollowTaken:
    """The answer to a FollowPush."""

    server_epoch: str
    wishes: tuple[FollowWish, ...] = ()
