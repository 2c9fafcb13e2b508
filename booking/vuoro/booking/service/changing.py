"""A booking changes: moved, cancelled, handed over, given to another client, marked, noted."""

from typing import Any

from sqlalchemy import RowMapping, select, update

from vuoro.booking.backend import Backend, from_ms, to_ms
from vuoro.booking.domain.values import Actor, ActorKind, BookingStatus, BookingView, FreeTime
from vuoro.booking.service import reading
from vuoro.booking.service.audit import audit
from vuoro.booking.service.booking import new_code
from vuoro.booking.service.clients import check_note, live_client
from vuoro.booking.service.finding import bookable, slot_of_service
from vuoro.booking.service.guard import Slot, free, lock, occupy
from vuoro.booking.service.holding import locked_hold, time_of
from vuoro.booking.service.refusals import hold_over, no_such, not_booked, too_late
from vuoro.booking.service.revisions import next_revision
from vuoro.booking.service.secrets import hash_of
from vuoro.booking.service.telling import record, tell_lobby
from vuoro.booking.store import Work
from vuoro.booking.store.tables import bookings, calendar
from vuoro.core.clock import local
from vuoro.core.wire.desk import Channel

_booking, _hold = bookings.booking, bookings.hold


def move(backend: Backend, actor: Actor, booking_id: str, to: FreeTime | str) -> BookingView:
    """Move a booking to a time, or to the one that a hold's token keeps for it.

    The same token again gives the same answer. Refused: too_late (a client, near the start),
    not_booked, hold_over, taken, not_bookable, no_such_booking.
    """
    with backend.begin() as work:
        row = locked_booking(backend, work, booking_id)
        if isinstance(to, str):
            _move_to_held(backend, work, actor, row, to)
        else:
            _check_changeable(work, row, actor)
            _put(backend, work, actor, row, to, _bookable(work, row, actor, to), "moved")
    return reading.booking(backend, booking_id)


def cancel(
    backend: Backend, actor: Actor, booking_id: str, reason: str = "", *, tell_client: bool = True
) -> BookingView:
    """Cancel a booking; its time is free again. Cancelling twice is cancelling once.

    Without ``tell_client`` no message is sent: somebody has told them already. Refused: too_late
    (a client, near the start), not_booked (it was), no_such_booking.
    """
    with backend.begin() as work:
        row = locked_booking(backend, work, booking_id)
        if row["status"] != BookingStatus.CANCELLED:
            _check_changeable(work, row, actor)
            cancel_row(backend, work, actor, row, reason, tell_client=tell_client)
    return reading.booking(backend, booking_id)


def hand_over(backend: Backend, actor: Actor, booking_id: str, to_specialist: str) -> BookingView:
    """Let a colleague give the meeting, then and there.

    Refused: not_booked, taken, not_bookable (they don't offer it or don't work), no_such_booking.
    """
    with backend.begin() as work:
        row = locked_booking(backend, work, booking_id)
        _check_booked(row)
        if row["specialist"] != to_specialist:
            to = FreeTime(from_ms(row["starts_at"]), row["minutes"], row["office"], to_specialist)
            slot = _bookable(work, row, actor, to)
            _put(backend, work, actor, row, to, slot, "handed_over")
    return reading.booking(backend, booking_id)


def reassign(backend: Backend, actor: Actor, booking_id: str, client_id: str) -> BookingView:
    """Give the time to another client (offline_sync §3.9 row 8).

    The pass of the one who had it is older than the booking from now on; the link and the code are
    new, answers and note are gone. Refused: not_booked, no_such_booking, no_such_client.
    """
    with backend.begin() as work:
        row = locked_booking(backend, work, booking_id)
        _check_booked(row)
        if live_client(backend, work, client_id)["tenant"] != row["tenant"]:
            raise no_such("client")
        token = backend.ids.token()
        private = {"answers": [], "note": "", "token": token}
        values = {
            "client": client_id, "manage_hash": hash_of(token), "code": new_code(backend),
            "private": backend.vault.seal_json(private, reading.private_place(booking_id)),
        }  # fmt: skip
        was = {"client": row["client"]} if row["client"] else {}
        _change(backend, work, actor, row, "reassigned", values, **was)
    return reading.booking(backend, booking_id)


def set_note(backend: Backend, actor: Actor, booking_id: str, note: str) -> BookingView:
    """Write the note for whoever gives the meeting. Refused: Invalid, no_such_booking."""
    check_note(note)
    with backend.begin() as work:
        row = locked_booking(backend, work, booking_id)
        place = reading.private_place(booking_id)
        private = {**backend.vault.open_json(row["private"], place), "note": note}
        sealed = backend.vault.seal_json(private, place)
        _change(backend, work, actor, row, "noted", {"private": sealed})
    return reading.booking(backend, booking_id)


def mark(backend: Backend, actor: Actor, booking_id: str, status: BookingStatus) -> BookingView:
    """Say that the meeting was held (DONE), that nobody came (ABSENT), or neither (BOOKED).

    Lobbies and passes needn't know. Refused: not_booked (it is cancelled), no_such_booking.
    """
    kinds = {
        BookingStatus.DONE: "done",
        BookingStatus.ABSENT: "absent",
        BookingStatus.BOOKED: "reopened",
    }
    with backend.begin() as work:
        row = locked_booking(backend, work, booking_id)
        if row["status"] == BookingStatus.CANCELLED:
            raise not_booked()
        if row["status"] != status:
            values = {"status": status.value, "changed_at": work.now_ms}
            work.sql.execute(update(_booking).where(_booking.c.id == row["id"]).values(values))
            record(backend, work, row, kinds[status], actor, row["rev"])
            audit(work, row["tenant"], actor, f"booking.{kinds[status]}", row["id"])
    return reading.booking(backend, booking_id)


def cancel_row(
    backend: Backend,
    work: Work,
    actor: Actor,
    row: RowMapping,
    reason: str = "",
    *,
    tell_client: bool = True,
) -> None:
    """Cancel a locked booking."""
    lock(work, [row["specialist"]])
    free(work, row["id"])
    by = "client" if actor.kind is ActorKind.CLIENT else "staff"
    values = {"status": BookingStatus.CANCELLED.value, "cancelled_by": by}
    detail: dict[str, str | int] = {"reason": reason} if reason else {}
    if not tell_client:
        detail["silent"] = 1
    _change(backend, work, actor, row, "cancelled", values, **detail)


def locked_booking(backend: Backend, work: Work, booking_id: str) -> RowMapping:
    """The row of a booking, locked. Refused: no_such_booking."""
    query = backend.db.for_update(select(_booking).where(_booking.c.id == booking_id))
    row: RowMapping | None = work.sql.execute(query).mappings().first()
    if row is None:
        raise no_such("booking")
    return row


def _move_to_held(backend: Backend, work: Work, actor: Actor, row: RowMapping, token: str) -> None:
    held = locked_hold(backend, work, token)
    if held["moves"] != row["id"]:
        raise hold_over()
    if held["booking"] is not None:
        return
    _check_changeable(work, row, actor)
    to = time_of(held)
    if held["expires_at"] <= work.now_ms:
        slot = _bookable(work, row, actor, to)
    else:
        slot = slot_of_service(work.sql, row["service"], to)
    lock(work, [row["specialist"], to.specialist])
    free(work, held["id"])
    _put(backend, work, actor, row, to, slot, "moved")
    became = update(_hold).where(_hold.c.id == held["id"])
    work.sql.execute(became.values(booking=row["id"]))


def _put(
    backend: Backend,
    work: Work,
    actor: Actor,
    row: RowMapping,
    to: FreeTime,
    slot: Slot,
    kind: str,
) -> None:
    """Give the booking other cells. Refused: taken."""
    lock(work, [row["specialist"], to.specialist])
    free(work, row["id"])
    occupy(work, slot, row["id"])
    values = {
        "office": to.office, "specialist": to.specialist, "stand_in": None,
        "starts_at": to_ms(to.start), "minutes": to.minutes,
        "day": local(to.start).date().isoformat(),
    }  # fmt: skip
    before = {
        "start": row["starts_at"], "specialist": row["specialist"], "office": row["office"],
        "channel": row["channel"],
    }  # fmt: skip
    _change(backend, work, actor, row, kind, values, **before)


def _change(
    backend: Backend,
    work: Work,
    actor: Actor,
    row: RowMapping,
    kind: str,
    values: dict[str, Any],
    **detail: str | int,
) -> None:
    """Write what is new with a new revision, and tell everybody."""
    rev = next_revision(work, row["rev"])
    changed = {**values, "rev": rev, "changed_at": work.now_ms}
    work.sql.execute(update(_booking).where(_booking.c.id == row["id"]).values(changed))
    record(backend, work, row, kind, actor, rev, **detail)
    tell_lobby(work, row["id"], rev, values.get("office", row["office"]), was=row["office"])
    audit(work, row["tenant"], actor, f"booking.{kind}", row["id"])


def _bookable(work: Work, row: RowMapping, actor: Actor, to: FreeTime) -> Slot:
    return bookable(
        work.sql, work.now_ms, row["tenant"], row["service"], Channel(row["channel"]), to,
        for_staff=actor.is_staff,
    )  # fmt: skip


def _check_booked(row: RowMapping) -> None:
    if row["status"] != BookingStatus.BOOKED:
        raise not_booked()


def _check_changeable(work: Work, row: RowMapping, actor: Actor) -> None:
    """Staff may always; a client until so many minutes before the start."""
    _check_booked(row)
    if actor.is_staff:
        return
    own = calendar.service.c
    query = select(own.change_until_minutes).where(own.id == row["service"])
    until = row["starts_at"] - work.sql.execute(query).scalar_one() * 60_000
    if work.now_ms > until:
        raise too_late()
