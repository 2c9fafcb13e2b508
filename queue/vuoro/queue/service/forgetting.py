"""Forgetting what belongs to the backend when it has not been heard for too long (§3.17)."""

import logging
from datetime import timedelta

from vuoro.core.clock import ClockState
from vuoro.queue.service.keyring import forget_day_keys
from vuoro.queue.service.lobby import Committed, LobbyService
from vuoro.queue.service.mirror_rows import BOOKING, LEASE, VISIT
from vuoro.queue.store.rows import to_ms

log = logging.getLogger(__name__)
_NO_DAY = "9999"


def forget_if_unheard(lobby: LobbyService) -> bool:
    """Drop bookings and day keys after ``forget_after`` without the backend; numbers go on.

    The next contact begins with a snapshot. Gives whether anything was dropped now.
    """
    rows = lobby.store.read("SELECT max(pulled_at) FROM pull_state")
    if rows[0][0] is None or lobby.clock.state is ClockState.UNSET:
        return False
    silent = timedelta(milliseconds=to_ms(lobby.now) - rows[0][0])
    if silent <= lobby.forget_after or _heard_lately(lobby):
        return False
    with lobby.store.begin() as work:
        work.execute("DELETE FROM mirror WHERE kind IN (?, ?, ?)", (BOOKING, VISIT, LEASE))
        work.execute("DELETE FROM pull_state")
    lobby.in_step_ms = None
    forget_day_keys(lobby, _NO_DAY)
    lobby.line.forget_mirror()
    log.warning("bookings were forgotten", extra={"days_silent": silent.days})
    lobby.tell(Committed())
    return True


def _heard_lately(lobby: LobbyService) -> bool:
    """By the clock that nobody sets: a wall clock that jumped ahead proves no silence."""
    if lobby.heard_at is None:
        return False
    return timedelta(seconds=lobby.clock.mono() - lobby.heard_at) <= lobby.forget_after
