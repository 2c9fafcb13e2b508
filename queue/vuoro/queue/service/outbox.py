"""The outbox: what the backend has not answered for yet, and what it answered (§3.2, §3.4)."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from vuoro.core.wire.codec import encode
from vuoro.core.wire.sync import MOST_BYTES, MOST_EVENTS, EventResult, Told
from vuoro.queue.service.lobby import LobbyService
from vuoro.queue.service.overlay import settle
from vuoro.queue.store import Work
from vuoro.queue.store.rows import to_ms
from vuoro.queue.store.stream import id_bytes, placed

log = logging.getLogger(__name__)

TROUBLE_LASTS = timedelta(days=1)
"""An event that was set aside counts as a problem until it was handed over, and a day at least."""


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How far the stream is told. ``oldest_ms``: for how long the oldest waiting event waits."""

    epoch: int
    last_seq: int
    waiting: int
    oldest_ms: int | None
    problems: int


def waiting(
    lobby: LobbyService, limit: int = MOST_EVENTS, most_bytes: int = MOST_BYTES
) -> tuple[Told, ...]:
    """The oldest events that are not acknowledged, in order, of this epoch.

    As many as fit, but never none while one waits: a single event may be larger than the limit.
    """
    where = "outbox.epoch = ? AND outbox.ack_status IS NULL ORDER BY outbox.seq LIMIT ?"
    chosen: list[Told] = []
    size = 0
    for event in placed(lobby.store, where, (lobby.store.journal.epoch, limit)):
        size += len(encode(event)) + 1
        if chosen and size > most_bytes:
            break
        chosen.append(event)
    return tuple(chosen)


def acknowledge(lobby: LobbyService, epoch: int, results: Sequence[EventResult]) -> None:
    """What the backend made of events. The same again changes nothing; another epoch is no news."""
    if epoch != lobby.store.journal.epoch:
        return
    now = to_ms(lobby.now)
    with lobby.change() as work:
        fresh = [result for result in results if _acknowledged(work, epoch, result, now)]
        if fresh:
            settle(lobby, work)


def _acknowledged(work: Work, epoch: int, result: EventResult, now: int) -> bool:
    values = (
        result.status.value, result.change, _detail(result), now, epoch, result.seq,
        id_bytes(result.id),
    )  # fmt: skip
    return work.execute(_ACK, values).rowcount > 0


_ACK = (
    "UPDATE outbox SET ack_status = ?, ack_change = ?, ack_detail = ?, acked_at = ? "
    "WHERE epoch = ? AND seq = ? AND ack_status IS NULL "
    "AND event_n = (SELECT n FROM event WHERE event_id = ?)"
)


def _detail(result: EventResult) -> bytes | None:
    told = {"into": result.into, "problem": result.problem, "attention": result.attention}
    known = {key: value for key, value in told.items() if value is not None}
    return encode(known) if known else None


def state(lobby: LobbyService) -> OutboxState:
    """How much waits; cheap enough to be asked every second."""
    journal = lobby.store.journal
    first = lobby.store.read(
        "SELECT outbox.seq, event.boot_id, event.mono_ms, event.wall_ms FROM outbox "
        "JOIN event ON event.n = outbox.event_n "
        "WHERE outbox.epoch = ? AND outbox.ack_status IS NULL ORDER BY outbox.seq LIMIT 1",
        (journal.epoch,),
    )
    problems = lobby.store.read(
        "SELECT count(*) FROM dead_letter WHERE sent_at IS NULL OR at > ?",
        (to_ms(lobby.now - TROUBLE_LASTS),),
    )[0][0]
    if not first:
        return OutboxState(journal.epoch, journal.last_seq, 0, None, problems)
    seq, boot, mono, wall = first[0]
    # What is acknowledged is a beginning of the stream, so the rest waits.
    left = journal.last_seq - seq + 1
    return OutboxState(
        journal.epoch, journal.last_seq, left, _age(lobby, boot, mono, wall), problems
    )


def _age(lobby: LobbyService, boot: bytes, mono: int, wall: int) -> int:
    """Milliseconds since an event: by the clock that nobody sets where that can tell."""
    if boot == lobby.clock.boot_id.bytes:
        return max(int(lobby.clock.mono() * 1000) - mono, 0)
    return max(to_ms(lobby.now) - wall, 0)
