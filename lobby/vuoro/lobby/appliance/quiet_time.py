"""When a device may be taken from its visitors: never while the office is open, or nearly so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from vuoro.core.clock import ClockState, local
from vuoro.queue.domain.office import Service
from vuoro.queue.domain.opening import Hours
from vuoro.queue.service import LobbyService

BEFORE = timedelta(minutes=45)
"""An update that fails and goes back is over by the opening, twice."""
AFTER = timedelta(minutes=15)
LONGEST = timedelta(hours=12)


def quiet_until(hours: Hours, services: Iterable[Service], now: datetime) -> datetime | None:
    """Until when it may be taken; None while it may not. ``now``: in UTC, and right."""
    every = (None, *services)
    for service in every:
        for days in (-1, 0, 1):
            span = hours.on(local(now).date() + timedelta(days=days), service)
            if span is not None and span.opens - BEFORE <= now < span.closes + AFTER:
                return None
    opens = [when for service in every if (when := hours.next_opening(now, service)) is not None]
    return min([now + LONGEST, *(when - BEFORE for when in opens)])


@dataclass(frozen=True)
class QuietTime:
    """For how long nobody needs this lobby."""

    lobby: LobbyService

    def __call__(self) -> float:
        """Seconds; 0 while somebody may need it, or nobody knows what time it is."""
        lobby = self.lobby
        line = lobby.line
        if lobby.clock.state is ClockState.UNSET or line.waiting or line.held:
            return 0.0
        until = quiet_until(lobby.hours, lobby.office.services, lobby.now)
        return 0.0 if until is None else (until - lobby.now).total_seconds()
