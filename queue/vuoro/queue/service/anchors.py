"""Time anchors: moments at which the backend's time and the device's own were compared (§3.10)."""

from vuoro.queue.service.lobby import LobbyService

_KEPT = 200
"""The newest ones; with one per exchange of some minutes this is the last day and more."""


def note_time(lobby: LobbyService, server_ms: int, rtt_ms: int) -> None:
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
