"""Dropping what the backend has had for long (§3.2): events, and the past that rests on them.

Events stay 30 days after they were acknowledged, and until the mirror has passed their effect: with
them a backend that was restored is filled again. Then whole service days go at once, so that the
projections are still what a rebuild from the events makes of them.
"""

from datetime import timedelta

from vuoro.core.clock import local
from vuoro.queue.service.lobby import LobbyService
from vuoro.queue.store import Work
from vuoro.queue.store.rows import to_ms

KEPT_FOR = timedelta(days=30)
_OF_A_DAY = ("ticket", "arrival", "service_day", "booking_mark")
_LASTING = (*_OF_A_DAY, "counter_state", "service_state")
_NEEDED = (
    "SELECT coalesce(min(seq), ?) FROM outbox WHERE ack_status IS NULL OR acked_at > ? "
    "OR ack_change > coalesce((SELECT max(cursor) FROM pull_state), 0)"
)
_FIRST_EVENT = (
    "SELECT min(n) FROM (SELECT event_n AS n FROM outbox UNION ALL "
    "SELECT event_n FROM dead_letter WHERE sent_at IS NULL OR sent_at > ?)"
)


def prune(lobby: LobbyService) -> int:
    """Drop old events and days. Gives how many events went."""
    before = lobby.now - KEPT_FOR
    day = min(local(before).date().isoformat(), lobby.day())
    with lobby.store.begin() as work:
        first = _leave_the_stream(work, to_ms(before))
        for table in _OF_A_DAY:
            work.execute(f"DELETE FROM {table} WHERE day < ? AND version < ?", (day, first))
        gone = _drop_events(work, first)
        work.execute("DELETE FROM print_job WHERE at < ?", (to_ms(before),))
    return gone


def _leave_the_stream(work: Work, before: int) -> int:
    """Shorten the stream at its beginning. Gives the first event that is still needed.

    The newest place stays, whatever its age: the stream goes on from it.
    """
    seq = work.execute(_NEEDED, (work.journal.last_seq, before)).fetchone()[0]
    work.execute("DELETE FROM outbox WHERE seq < ?", (seq,))
    found = work.execute(_FIRST_EVENT, (before,)).fetchone()[0]
    return 0 if found is None else int(found)


def _drop_events(work: Work, first: int) -> int:
    """Drop the events before, but for those that a row here still rests on."""
    rests = " UNION ALL ".join(f"SELECT version FROM {table}" for table in _LASTING)
    for table in ("dead_letter", "redacted"):
        work.execute(f"DELETE FROM {table} WHERE event_n < ?", (first,))
    gone = f"DELETE FROM event WHERE n < ? AND n NOT IN ({rests})"
    return work.execute(gone, (first,)).rowcount
