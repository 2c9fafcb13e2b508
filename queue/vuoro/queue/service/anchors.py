"""Time anchors: moments at which the backend's time and the device's own were compared (§3.10)."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from vuoro.core.clock import Clock
from vuoro.queue.anchored_clock import Anchor, AnchoredClock
from vuoro.queue.service.identity import identity_in
from vuoro.queue.store.rows import from_ms
from vuoro.queue.store.stream import Reader

if TYPE_CHECKING:
    from vuoro.queue.service.lobby import LobbyService

log = logging.getLogger(__name__)

JUMPED = "clock.jumped"
_ACTOR = "lobby"
_KEPT = 200
"""The newest ones; with one per exchange of some minutes this is the last day and more."""
_JUMP_SECONDS = 2.0
_LAST_KNOWN = (
    "SELECT wall_ms FROM event WHERE clock_state <> 'unset' OR type = 'clock.confirmed' "
    "ORDER BY n DESC LIMIT 1"
)
_NEWEST = (
    "SELECT mono_ms, server_ms FROM time_anchor WHERE boot_id = ? ORDER BY mono_ms DESC LIMIT 1"
)


def note_time(lobby: "LobbyService", server_ms: int, rtt_ms: int) -> None:
    """The backend said that it is ``server_ms``, in an exchange that took ``rtt_ms``."""
    boot, mono = lobby.clock.boot_id.bytes, int(lobby.clock.mono() * 1000)
    with lobby.store.begin() as work:
        work.execute(
            "INSERT OR REPLACE INTO time_anchor (boot_id, mono_ms, server_ms, rtt_ms) "
            "VALUES (?, ?, ?, ?)",
            (boot, mono, server_ms, rtt_ms),
        )
        work.execute(
            "DELETE FROM time_anchor WHERE server_ms < (SELECT min(server_ms) FROM "
            "(SELECT server_ms FROM time_anchor ORDER BY server_ms DESC LIMIT ?))",
            (_KEPT,),
        )
    anchor_clock(lobby.store, lobby.clock)


def anchor_clock(store: Reader, clock: Clock) -> None:
    """Judge a clock by the newest anchor of this boot, by whether there is a backend, and by what
    has happened here already."""
    if isinstance(clock, AnchoredClock):
        clock.not_before = _last_known(store)
        clock.is_enrolled = identity_in(store) is not None
        found = store.read(_NEWEST, (clock.boot_id.bytes,))
        clock.anchor = Anchor(found[0][0] / 1000, found[0][1]) if found else None


def _last_known(store: Reader) -> datetime | None:
    """The moment of the newest event that was not told by a clock known to be wrong.

    A person who confirms a clock that was once set too far ahead makes the newest one.
    """
    found = store.read(_LAST_KNOWN)
    return from_ms(found[0][0]) if found else None


def watch_clock(lobby: "LobbyService") -> None:
    """Record where somebody has set the wall clock since the last look: it moved, time did not."""
    ahead = lobby.clock.now().timestamp() - lobby.clock.mono()
    before, lobby.clock_ahead = lobby.clock_ahead, ahead
    if before is None or abs(ahead - before) <= _JUMP_SECONDS:
        return
    delta = round((ahead - before) * 1000)
    log.warning("the clock jumped", extra={"delta_ms": delta})
    with lobby.change() as work:
        work.note(JUMPED, {"delta_ms": delta}, day=lobby.day(), actor=_ACTOR)
