"""What staff see of the outbox, and what they can do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, or_, select, update

from vuoro.booking.backend import Backend, Refused, from_ms
from vuoro.booking.domain.values import Actor
from vuoro.booking.messages.values import By, Kind, State
from vuoro.booking.service.audit import audit
from vuoro.booking.service.refusals import no_such
from vuoro.booking.store import Work
from vuoro.booking.store.tables import messages

_message = messages.message
_SETTLED = (State.SENT, State.DROPPED)


@dataclass(frozen=True, slots=True)
class OutgoingRow:
    """A message as staff see it: no address, no words."""

    id: str
    booking: str | None
    kind: Kind
    by: By
    state: State
    due: datetime
    attempts: int
    error: str
    expires: datetime
    sent: datetime | None


def failures(backend: Backend, tenant: str, limit: int = 200) -> list[OutgoingRow]:
    """What has failed, may have failed, or has been tried in vain so far; the newest first."""
    troubled = or_(
        _message.c.state.in_((State.FAILED, State.UNKNOWN)),
        and_(_message.c.state == State.QUEUED, _message.c.attempts > 0),
    )
    return _rows(backend, (_message.c.tenant == tenant, troubled), limit)


def of_booking(backend: Backend, tenant: str, booking_id: str) -> list[OutgoingRow]:
    """Every message about a booking, the newest first."""
    return _rows(backend, (_message.c.tenant == tenant, _message.c.booking == booking_id), 200)


def retry(backend: Backend, actor: Actor, tenant: str, message_id: str) -> None:
    """Send it now. One whose fate is unknown may then arrive twice: that is for a person to decide.

    Refused: no_such_message, settled, too_late.
    """
    with backend.begin() as work:
        row = _open(backend, work, tenant, message_id)
        if row["expires_at"] <= work.now_ms:
            raise Refused("too_late", "The time it was meant for is over. Call the client instead.")
        again = {"state": State.QUEUED, "attempts": 0, "next_at": work.now_ms, "claim": ""}
        work.sql.execute(update(_message).where(_message.c.id == message_id).values(again))
        audit(work, tenant, actor, "message.retried", message_id)


def drop(backend: Backend, actor: Actor, tenant: str, message_id: str) -> None:
    """Never send it. Refused: no_such_message, settled."""
    with backend.begin() as work:
        _open(backend, work, tenant, message_id)
        gone = {"state": State.DROPPED, "content": None}
        work.sql.execute(update(_message).where(_message.c.id == message_id).values(gone))
        audit(work, tenant, actor, "message.dropped", message_id)


def _open(backend: Backend, work: Work, tenant: str, message_id: str) -> RowMapping:
    """A message about which something can still be done."""
    this = (_message.c.id == message_id, _message.c.tenant == tenant)
    row = work.sql.execute(backend.db.for_update(select(_message).where(*this))).mappings().first()
    if row is None:
        raise no_such("message")
    if row["state"] in (*_SETTLED, State.SENDING):
        raise Refused("settled", "Nothing can be done about it: it is sent, on its way or dropped.")
    return row


def _rows(backend: Backend, wanted: Iterable[ColumnElement[bool]], limit: int) -> list[OutgoingRow]:
    order = (_message.c.due_at.desc(), _message.c.by.desc(), _message.c.id.desc())
    query = select(_message).where(*wanted).order_by(*order)
    with backend.read() as sql:
        return [_row(row) for row in sql.execute(query.limit(limit)).mappings()]


def _row(row: Any) -> OutgoingRow:
    return OutgoingRow(
        row["id"], row["booking"], Kind(row["kind"]), By(row["by"]), State(row["state"]),
        from_ms(row["due_at"]), row["attempts"], row["error"], from_ms(row["expires_at"]),
        None if row["sent_at"] is None else from_ms(row["sent_at"]),
    )  # fmt: skip
