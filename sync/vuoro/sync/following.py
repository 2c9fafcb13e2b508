"""The backend hears how followed tickets stand: the newest of each, at most every few seconds.

Beside push and pull, and unlike them without memory: what fails is told anew with the next go. The
errands look after sessions, keys and recovery; this one only waits where they have something to do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from vuoro.core.wire.following import (
    MOST_TICKETS,
    FollowedTicket,
    FollowPush,
    FollowTaken,
    FollowWish,
)
from vuoro.queue.service.second_kiosk import is_companion
from vuoro.sync.answers import Turned
from vuoro.sync.contact import Contact, NotEnrolled
from vuoro.sync.session import ensure_session
from vuoro.sync.talk import Talk
from vuoro.sync.transport import NoAnswer

PAUSE = 2.5
"""Seconds between two goes: calls and estimates of a moment are told together."""
HEARTBEAT = 15.0
"""So often the backend hears that nothing has changed; after 60 s it says that it hears nothing."""
AFTER_FAILURE = 10.0
LONGEST_AFTER_FAILURE = 120.0


@dataclass
class Following:
    """One lobby's feed. ``tickets``: how they stand, by key; ``wished``: told what visitors ask."""

    contact: Contact
    tickets: Callable[[], Mapping[str, FollowedTicket]]
    wished: Callable[[FollowWish], None]
    _told: Mapping[str, FollowedTicket] = field(default_factory=dict)
    _told_to: str = ""
    """The backend that has them; none at first and after a failure."""
    _sending: Mapping[str, FollowedTicket] = field(default_factory=dict)
    _at: float | None = None
    _failures: int = 0

    def go(self) -> Talk[float]:
        """Tell what is new. Gives the seconds to wait before the next go."""
        contact = self.contact
        if contact.drains or contact.recover_because or is_companion(contact.lobby):
            return AFTER_FAILURE
        try:
            yield from ensure_session(contact)
            push = self._push()
            if push is not None:
                taken = yield from contact.exchange(contact.signed("/follow", push), FollowTaken)
                self._taken(push, taken)
        except (NoAnswer, Turned, NotEnrolled):
            self._told_to = ""
            self._failures += 1
            return min(AFTER_FAILURE * float(2 ** (self._failures - 1)), LONGEST_AFTER_FAILURE)
        self._failures = 0
        return PAUSE

    def _push(self) -> FollowPush | None:
        now = self.tickets()
        full = self._told_to != self.contact.backend or not self._told.keys() <= now.keys()
        news = tuple(each for key, each in now.items() if full or self._told.get(key) != each)
        mono = self.contact.mono
        is_silent = self._at is None or mono - self._at >= HEARTBEAT
        if not (full or news or is_silent):
            return None
        self._sending = dict(now)
        return FollowPush(full, news[-MOST_TICKETS:])

    def _taken(self, push: FollowPush, taken: FollowTaken) -> None:
        has_all = push.full or taken.server_epoch == self._told_to
        self._told, self._told_to = self._sending, taken.server_epoch if has_all else ""
        self._at = self.contact.mono
        for wish in taken.wishes:
            self.wished(wish)
