"""Events that the backend kept failing on: set aside, so that those behind them go on (§3.4)."""

from vuoro.core.wire.sync import Told
from vuoro.queue.service.lobby import LobbyService
from vuoro.queue.store.rows import to_ms
from vuoro.queue.store.stream import id_bytes, placed, told

QUARANTINED = "sync.quarantined"
_UNSENT = (
    "SELECT d.seq, d.prev, e.event_id, e.type, e.type_v, e.service_day, e.mono_ms, e.wall_ms, "
    "e.boot_id, e.clock_state, e.actor, e.payload FROM dead_letter AS d "
    "JOIN event AS e ON e.n = d.event_n WHERE d.sent_at IS NULL ORDER BY d.event_n"
)


def quarantine(lobby: LobbyService, seq: int) -> Told:
    """Set the event at a place aside; a note that it was takes its place, with its hash.

    Those behind it are chained to the note. Gives the event as it stood there. LookupError where
    nothing waits at that place.
    """
    store, epoch = lobby.store, lobby.store.journal.epoch
    where = "outbox.epoch = ? AND outbox.seq = ? AND outbox.ack_status IS NULL"
    event = next(placed(store, where, (epoch, seq)), None)
    if event is None:
        raise LookupError(f"no event waits at {seq}")
    with lobby.change() as work:
        n, link = work.execute(
            "SELECT event_n, hash FROM outbox WHERE epoch = ? AND seq = ?", (epoch, seq)
        ).fetchone()
        payload = {"event_id": event.id, "hash": link.hex()}
        stand_in = work.journal.replace(work.sql, seq, QUARANTINED, payload, event.day)
        work.execute(
            "INSERT INTO dead_letter (event_n, stand_in, epoch, seq, prev, at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (n, stand_in, epoch, seq, bytes.fromhex(event.prev), to_ms(lobby.now)),
        )
    return event


def unsent(lobby: LobbyService) -> tuple[Told, ...]:
    """Events set aside that the backend has not got for its people to look at."""
    return tuple(map(told, lobby.store.read(_UNSENT)))


def handed_over(lobby: LobbyService, event_id: str) -> None:
    """The backend keeps this one now."""
    with lobby.store.begin() as work:
        work.execute(
            "UPDATE dead_letter SET sent_at = ? WHERE sent_at IS NULL "
            "AND event_n = (SELECT n FROM event WHERE event_id = ?)",
            (to_ms(lobby.now), id_bytes(event_id)),
        )
