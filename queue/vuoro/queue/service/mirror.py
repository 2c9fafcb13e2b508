"""The mirror: what the backend told, taken in a page and a transaction at a time (§3.5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import Any

import msgspec

from vuoro.core.wire.codec import encode
from vuoro.queue.domain.booking import Booking
from vuoro.queue.service.days import ensure_day
from vuoro.queue.service.loading import mirrored_bookings
from vuoro.queue.service.lobby import Committed, LobbyService
from vuoro.queue.service.rerouting import reroute
from vuoro.queue.store import Work
from vuoro.queue.store.rows import to_ms

BOOKING = "booking"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the backend: the row as it is now, or with ``data`` None its removal."""

    change: int
    kind: str
    id: str
    rev: int
    data: Mapping[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """Changes in order, and the cursor that comes after them."""

    stream: str
    server_epoch: str
    cursor: int
    changes: tuple[Change, ...] = ()


class BadRow(ValueError):
    """A row of the page can't be understood; nothing of the page was taken."""


def take_page(lobby: LobbyService, page: Page) -> int:
    """Take in a page and its cursor in one transaction. Gives how many rows changed. Raises BadRow.

    Only the fields the lobby needs are kept: a name or telephone number that a backend sends too
    much is never stored. A change older than the row that is here does nothing, so that a page may
    come twice. Tickets of changed bookings follow in the same transaction.
    """
    ensure_day(lobby)
    with lobby.store.begin() as work:
        taken = [change for change in page.changes if _take(work, change)]
        work.execute(_CURSOR, (page.stream, page.server_epoch, page.cursor, to_ms(lobby.now)))
        reroute(lobby, work, {change.id: _booking(change) for change in taken})
    lobby.heard_at = lobby.clock.mono()
    if taken:
        lobby.line.apply(work.rows)
        lobby.line.replace_bookings(mirrored_bookings(lobby.store))
        lobby.tell(Committed(rows=tuple(work.rows)))
    return len(taken)


_CURSOR = (
    "INSERT INTO pull_state (stream, server_epoch, cursor, pulled_at) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (stream) DO UPDATE SET server_epoch = excluded.server_epoch, "
    "cursor = CASE WHEN pull_state.server_epoch = excluded.server_epoch "
    "THEN max(pull_state.cursor, excluded.cursor) ELSE excluded.cursor END, "
    "pulled_at = excluded.pulled_at"
)
_ROW = (
    "INSERT INTO mirror (kind, id, rev, change, removed, data) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (kind, id) DO UPDATE SET rev = excluded.rev, change = excluded.change, "
    "removed = excluded.removed, data = excluded.data WHERE excluded.change > mirror.change"
)


def _take(work: Work, change: Change) -> bool:
    """Whether the change was news. Kinds that this program doesn't know are not kept at all."""
    if change.kind != BOOKING:
        return False
    booking = _booking(change)
    data = _pass_of(work, change.id) if booking is None else encode(booking)
    removed = booking is None
    values = (change.kind, change.id, change.rev, change.change, removed, data)
    return work.execute(_ROW, values).rowcount > 0


def _booking(change: Change) -> Booking | None:
    if change.data is None:
        return None
    fields = {**change.data, "id": change.id, "rev": change.rev}
    try:
        booking = msgspec.convert(fields, Booking, strict=False)
    except msgspec.ValidationError as error:
        # The message may quote what is wrong, and that may be anything about a person.
        _, _, place = str(error).rpartition(" - at ")
        raise BadRow(f"booking {change.id}: can't be understood at {place or 'the top'}") from None
    if booking.start.tzinfo is None:
        raise BadRow(f"booking {change.id}: the start has no time zone")
    return replace(booking, start=booking.start.astimezone(UTC))


def _pass_of(work: Work, booking: str) -> bytes:
    """A tombstone keeps the id of the pass.

    An old signed pass must not look like a brand-new booking.
    """
    row = work.execute(
        "SELECT removed, data FROM mirror WHERE kind = ? AND id = ?", (BOOKING, booking)
    ).fetchone()
    if row is None:
        return b""
    return bytes(row[1]) if row[0] else msgspec.json.decode(row[1], type=Booking).pass_id.encode()
