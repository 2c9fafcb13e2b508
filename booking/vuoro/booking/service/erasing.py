"""A client is erased (GDPR art. 17, offline_sync §3.9 row 20): nobody is left in what remains."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, delete, select, update

from vuoro.booking.backend import Backend, Refused
from vuoro.booking.domain.values import Actor, BookingStatus
from vuoro.booking.fleet import erasing as fleet_erasing
from vuoro.booking.service import reading
from vuoro.booking.service.audit import audit
from vuoro.booking.service.booking import new_code
from vuoro.booking.service.clients import live_client
from vuoro.booking.service.guard import free, lock
from vuoro.booking.service.revisions import next_revision
from vuoro.booking.service.secrets import hash_of
from vuoro.booking.service.telling import record
from vuoro.booking.store import Work
from vuoro.booking.store.tables import bookings, clients, messages

_booking, _client = bookings.booking, clients.client
_EMPTY = {"name": "", "email": "", "phone": "", "note": ""}


def erase_client(backend: Backend, actor: Actor, client_id: str) -> None:
    """Take a person out of everything: their row, bookings, events, messages, the lobbies.

    Bookings to come are cancelled and their times free; those that were stay as numbers. It is
    whole or not at all. Refused: no_such_client; busy (a booking was being made; try again).
    """
    with backend.begin() as work:
        rows = _locked_bookings(backend, work, client_id)
        lock(work, {row["specialist"] for row in rows})
        client = live_client(backend, work, client_id)
        if len(_locked_bookings(backend, work, client_id)) != len(rows):
            raise Refused("busy", "A booking was being made for the client. Try again.", 503)
        for row in rows:
            _empty_booking(backend, work, actor, row)
        ids = [row["id"] for row in rows]
        fleet_erasing.erase(backend, work, client["tenant"], ids)
        for row in rows:
            _rename(backend, work, row)
        _forget_events(work, ids)
        _forget_messages(work, client_id, ids)
        _empty_client(backend, work, client_id)
        audit(work, client["tenant"], actor, "client.erased", client_id)


def _locked_bookings(backend: Backend, work: Work, client_id: str) -> Sequence[RowMapping]:
    query = select(_booking).where(_booking.c.client == client_id).order_by(_booking.c.id)
    return work.sql.execute(backend.db.for_update(query)).mappings().all()


def _empty_booking(backend: Backend, work: Work, actor: Actor, row: RowMapping) -> None:
    token, rev = backend.ids.token(), next_revision(work, row["rev"])
    private = {"answers": [], "note": "", "token": token}
    values: dict[str, Any] = {
        "client": None, "group": "", "rev": rev, "changed_at": work.now_ms,
        "manage_hash": hash_of(token), "code": new_code(backend),
        "private": backend.vault.seal_json(private, reading.private_place(row["id"])),
    }  # fmt: skip
    if row["status"] == BookingStatus.BOOKED and row["starts_at"] > work.now_ms:
        values |= {"status": BookingStatus.CANCELLED.value, "cancelled_by": "staff"}
        free(work, row["id"])
    work.sql.execute(update(_booking).where(_booking.c.id == row["id"]).values(values))
    record(backend, work, row, "erased", actor, rev)


def _rename(backend: Backend, work: Work, row: RowMapping) -> None:
    """Another pass id: the paper in somebody's drawer leads nowhere."""
    mine = update(_booking).where(_booking.c.id == row["id"])
    work.sql.execute(mine.values(pass_id=str(backend.ids.event())))


def _forget_events(work: Work, ids: list[str]) -> None:
    event = bookings.booking_event
    work.sql.execute(update(event).where(event.c.booking.in_(ids)).values(detail=None))


def _forget_messages(work: Work, client_id: str, ids: list[str]) -> None:
    message = messages.message
    its = (message.c.client == client_id) | message.c.booking.in_(ids)
    work.sql.execute(update(message).where(its).values(content=None))
    unsent = message.c.state.in_(("queued", "failed", "unknown"))
    work.sql.execute(update(message).where(its, unsent).values(state="dropped"))


def _empty_client(backend: Backend, work: Work, client_id: str) -> None:
    word = clients.client_word
    work.sql.execute(delete(word).where(word.c.client == client_id))
    values = {
        "person": backend.vault.seal_json(_EMPTY, reading.person_place(client_id)),
        "identity_code": None, "identity_index": None, "email_index": None, "phone_index": None,
        "protected": False, "rev": _client.c.rev + 1, "erased_at": work.now_ms,
    }  # fmt: skip
    work.sql.execute(update(_client).where(_client.c.id == client_id).values(values))
