"""Tickets that visitors follow outside the office: the newest state of each, as the lobby told it.

Plain rows, overwritten and forgotten: no event, no history, nothing of it goes to any lobby. A row
is found by the hash of a token that only the slip and its lobby know.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from vuoro.booking.backend import Backend, from_ms
from vuoro.booking.fleet.writing import upsert
from vuoro.booking.store import Work
from vuoro.booking.store.tables import fleet
from vuoro.core.wire.codec import decode, encode
from vuoro.core.wire.follow import CallWish, FollowState
from vuoro.core.wire.following import (
    MOST_TICKETS,
    FollowedTicket,
    FollowPush,
    FollowTaken,
    FollowWish,
    follow_key,
)

KEPT_MS = 24 * 3_600_000
"""A number is of one day."""
WISH_KEPT_MS = 5 * 60_000
STALE_MS = 60_000
"""A lobby that tells nothing for so long is away: visitors are told so."""


@dataclass(frozen=True, slots=True)
class FollowedNow:
    """A followed ticket as it was when its lobby was heard last."""

    ticket: FollowedTicket
    heard: datetime
    is_stale: bool


def take(backend: Backend, device: str, push: FollowPush) -> FollowTaken:
    """Keep what a lobby tells; the answer is what visitors have asked meanwhile."""
    with backend.begin() as work:
        if push.full:
            told = [ticket.key for ticket in push.tickets]
            mine = fleet.followed.c.device == device
            work.sql.execute(delete(fleet.followed).where(mine, fleet.followed.c.key.not_in(told)))
        rows = [
            {"key": ticket.key, "device": device, "at": work.now_ms, "state": encode(ticket)}
            for ticket in push.tickets[:MOST_TICKETS]
        ]
        upsert(work, fleet.followed, rows)
        heard = [{"device": device, "at": work.now_ms}]
        upsert(work, fleet.follow_heard, heard)
        wishes = _wishes(work, device)
    return FollowTaken(backend.server_epoch(), wishes)


def find(backend: Backend, token: str) -> FollowedNow | None:
    """The ticket behind the token of its page, if a lobby has told of it today."""
    f, h = fleet.followed.c, fleet.follow_heard.c
    query = (
        select(f.state, h.at)
        .join(fleet.follow_heard, h.device == f.device)
        .where(f.key == follow_key(token))
    )
    with backend.read() as sql:
        row = sql.execute(query).one_or_none()
    if row is None:
        return None
    is_stale = backend.now_ms - row.at > STALE_MS
    return FollowedNow(decode(row.state, FollowedTicket), from_ms(row.at), is_stale)


def wish(backend: Backend, token: str, asked: CallWish) -> bool:
    """Keep what a visitor asks until the lobby has taken it; False where there is no such ticket
    or its visit is over."""
    known = find(backend, token)
    if known is None or known.ticket.state is FollowState.OVER:
        return False
    f = fleet.followed
    with backend.begin() as work:
        change = update(f).where(f.c.key == follow_key(token))
        work.sql.execute(change.values(wish=encode(asked), wished_at=work.now_ms))
    return True


def forget(backend: Backend) -> bool:
    """Rows of lobbies that are not heard any more."""
    f, h = fleet.followed, fleet.follow_heard
    with backend.begin() as work:
        old = select(h.c.device).where(h.c.at < work.now_ms - KEPT_MS)
        work.sql.execute(delete(f).where(f.c.device.in_(old)))
        work.sql.execute(delete(h).where(h.c.at < work.now_ms - KEPT_MS))
    return False


def _wishes(work: Work, device: str) -> tuple[FollowWish, ...]:
    """What waits for this lobby; what its ticket shows, or nobody took for long, is let go."""
    f = fleet.followed
    rows = work.sql.execute(
        select(f.c.key, f.c.state, f.c.wish, f.c.wished_at).where(
            f.c.device == device, f.c.wished_at.is_not(None)
        )
    ).all()
    over = [row.key for row in rows if _is_settled(row, work.now_ms)]
    if over:
        done = update(f).where(f.c.key.in_(over))
        work.sql.execute(done.values(wish=None, wished_at=None))
    return tuple(_told(row) for row in rows if row.key not in over)


def _is_settled(row: Any, now_ms: int) -> bool:
    ticket, asked = decode(row.state, FollowedTicket), decode(row.wish, CallWish)
    is_shown = asked.silent in (None, ticket.silent) and asked.elsewhere in (None, ticket.elsewhere)
    is_old = bool(now_ms - row.wished_at > WISH_KEPT_MS)
    return is_shown or is_old or ticket.state is FollowState.OVER


def _told(row: Any) -> FollowWish:
    asked = decode(row.wish, CallWish)
    return FollowWish(row.key, row.wished_at, asked.silent, asked.elsewhere)
