"""The mirror: what the backend told, taken in one page and one transaction at a time (offline_sync §3.5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
import orjson

from vuoro.queue.domain.booking import Booking
from vuoro.queue.service.loading import mirrored_bookings
from vuoro.queue.service.lobby import Committed, LobbyService
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

    Only the fields the lobby needs are kept: a name or telephone number that a backend sends too much is never stored.
    A change older than the row that is here does nothing, so that a page may come twice.
    """
    with lobby.store.begin() as work:
        changed = sum(_take(work, change) for change in page.changes)
        work.execute(
            "INSERT INTO pull_state (stream, server_epoch, cursor, pulled_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (stream) DO UPDATE SET server_epoch = excluded.server_epoch, "
            "cursor = excluded.cursor, pulled_at = excluded.pulled_at",
            (page.stream, page.server_epoch, page.cursor, to_ms(lobby.now)),
        )
    if changed:
        lobby.line.replace_bookings(mirrored_bookings(lobby.store))
    lobby.tell(Committed(mirror=True))
    return changed


def _take(work: Work, change: Change) -> int:
    data = _kept(work, change)
    done = work.execute(
        "INSERT INTO mirror (kind, id, rev, change, removed, data) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (kind, id) DO UPDATE SET rev = excluded.rev, change = excluded.change, "
        "removed = excluded.removed, data = excluded.data WHERE excluded.change > mirror.change",
        (change.kind, change.id, change.rev, change.change, change.data is None, data),
    )
    return int(done.rowcount)


def _kept(work: Work, change: Change) -> bytes:
    if change.kind != BOOKING:
        return b"" if change.data is None else orjson.dumps(dict(change.data))
    if change.data is None:
        return _pass_of(work, change.id)
    try:
        booking = msgspec.convert(
            {**change.data, "id": change.id, "rev": change.rev}, Booking, strict=False
        )
    except msgspec.ValidationError as error:
        raise BadRow(f"booking {change.id}: {error}") from None
    return orjson.dumps(booking, option=orjson.OPT_UTC_Z)


def _pass_of(work: Work, booking: str) -> bytes:
    """A tombstone keeps the id of the pass: an old signed pass must not look like a brand-new booking."""
    row = work.execute(
        "SELECT removed, data FROM mirror WHERE kind = ? AND id = ?", (BOOKING, booking)
    ).fetchone()
    if row is None:
        return b""
    return bytes(row[1]) if row[0] else msgspec.json.decode(row[1], type=Booking).pass_id.encode()
