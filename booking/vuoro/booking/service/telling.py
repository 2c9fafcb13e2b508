"""Tells what happened to a booking: the event others follow, and the stream of its lobby."""

from typing import Any

from sqlalchemy import ColumnElement, RowMapping, insert, select, update

from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import Actor, BookingStatus
from vuoro.booking.service.reading import detail_place
from vuoro.booking.service.revisions import next_revisions
from vuoro.booking.store import Work
from vuoro.booking.store.tables import bookings

_booking = bookings.booking


def record(
    backend: Backend,
    work: Work,
    row: RowMapping | dict[str, Any],
    kind: str,
    actor: Actor,
    rev: int,
    **detail: str | int,
) -> None:
    """Write a booking_event. ``detail``: start (ms) and specialist that were, reason."""
    place = detail_place(row["id"], kind, work.now_ms)
    sealed = backend.vault.seal_json(detail, place) if detail else None
    values = {
        "tenant": row["tenant"], "booking": row["id"], "kind": kind, "at": work.now_ms,
        "actor": f"{actor.kind}:{actor.id}", "rev": rev, "detail": sealed,
    }  # fmt: skip
    work.sql.execute(insert(bookings.booking_event), values)


def tell_lobby(work: Work, booking_id: str, rev: int, office: str, was: str | None = None) -> None:
    """Let the lobby of a booking know of it; the one it moved away from, that it is gone."""
    work.tell(office, "booking", booking_id, rev)
    if was is not None and was != office:
        work.tell(was, "booking", booking_id, rev, op="del")


def lock_ahead(work: Work, client_id: str) -> None:
    """Lock a client's bookings to come: bookings come before clients, for everybody."""
    query = select(_booking.c.id).where(*_ahead(work, client_id)).order_by(_booking.c.id)
    work.sql.execute(query.with_for_update())


def tell_again(work: Work, client_id: str) -> None:
    """Let lobbies know anew of a client's bookings to come: who it is has changed."""
    rev = next_revisions(work, _booking.c.rev)
    newer = update(_booking).where(*_ahead(work, client_id)).values(rev=rev)
    for row in work.sql.execute(newer.returning(_booking.c.id, _booking.c.office, _booking.c.rev)):
        tell_lobby(work, row.id, row.rev, row.office)


def _ahead(work: Work, client_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        _booking.c.client == client_id,
        _booking.c.status == BookingStatus.BOOKED,
        _booking.c.starts_at > work.now_ms,
    )
