"""A booking is made: out of a held time, at once, or hundreds at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import SQLAlchemyError

from vuoro.booking.backend import Backend, Refused, to_ms
from vuoro.booking.domain.contact import Needs, Person, checked
from vuoro.booking.domain.questions import check_answers
from vuoro.booking.domain.values import (
    Actor,
    Answers,
    BookingView,
    Contact,
    NewBooking,
    ServiceView,
)
from vuoro.booking.service import reading
from vuoro.booking.service.audit import audit
from vuoro.booking.service.clients import insert_client, live_client, note_errors
from vuoro.booking.service.directory import service
from vuoro.booking.service.finding import bookable, slot_of
from vuoro.booking.service.guard import free, lock, occupy
from vuoro.booking.service.holding import locked_hold, time_of
from vuoro.booking.service.refusals import Invalid, hold_over, no_such
from vuoro.booking.service.secrets import hash_of
from vuoro.booking.service.telling import record, tell_lobby
from vuoro.booking.store import Work
from vuoro.booking.store.inserting import insert_new
from vuoro.booking.store.tables import bookings
from vuoro.core.booking_code import new_booking_code
from vuoro.core.clock import local
from vuoro.core.languages import ENDONYMS
from vuoro.core.wire.desk import Channel

_booking, _hold = bookings.booking, bookings.hold


def book(
    backend: Backend,
    actor: Actor,
    held_token: str,
    contact: Contact,
    answers: Answers,
    *,
    client_id: str | None = None,
    note: str = "",
    language: str = "fi",
) -> BookingView:
    """Book the time that is held. The same token again gives the same booking.

    A hold that is over is as good as any while nobody else has taken its time. Refused: Invalid,
    hold_over, taken, not_bookable, no_such_client.
    """
    with backend.read() as sql:
        found = sql.execute(select(_hold).where(_hold.c.token_hash == hash_of(held_token)))
        row = found.mappings().first()
    if row is None or row["moves"] is not None:
        raise hold_over()
    if row["booking"] is not None:
        return reading.booking(backend, row["booking"])
    new = NewBooking(
        row["tenant"], row["service"], Channel(row["channel"]), time_of(row),
        None if client_id else contact, client_id, answers, note, language,
    )  # fmt: skip
    draft = _draft(backend, actor, new)
    with backend.begin() as work:
        row = locked_hold(backend, work, held_token)
        booking_id = row["booking"]
        if booking_id is None:
            if row["expires_at"] <= work.now_ms:
                _check_bookable(work.sql, work.now_ms, actor, new)
            lock(work, [row["specialist"]])
            free(work, row["id"])
            booking_id = _write(backend, work, actor, draft)
            became = update(_hold).where(_hold.c.id == row["id"])
            work.sql.execute(became.values(booking=booking_id))
    return reading.booking(backend, booking_id)


def book_at(backend: Backend, actor: Actor, new: NewBooking) -> BookingView:
    """Book a time at once, without a hold.

    Refused: Invalid, taken, not_bookable, no_such_service, no_such_client, bad_minutes.
    """
    draft = _draft(backend, actor, new)
    with backend.read() as sql:
        _check_bookable(sql, backend.now_ms, actor, new)
    with backend.begin() as work:
        lock(work, [new.time.specialist])
        booking_id = _write(backend, work, actor, draft)
    return reading.booking(backend, booking_id)


def book_many(
    backend: Backend,
    actor: Actor,
    wanted: Sequence[NewBooking],
    progress: Callable[[int, int], None] | None = None,
) -> list[BookingView | Refused]:
    """Book each by itself: one that is refused leaves the others as they are.

    ``progress`` is told how many of how many are done. What goes wrong with the database is the
    outcome ``not_done`` of that one booking: it has not been made and may be tried again.
    """
    group = str(backend.ids.thing())
    outcomes: list[BookingView | Refused] = []
    for new in wanted:
        outcomes.append(_outcome(backend, actor, replace(new, group=new.group or group)))
        if progress is not None:
            progress(len(outcomes), len(wanted))
    return outcomes


def _outcome(backend: Backend, actor: Actor, new: NewBooking) -> BookingView | Refused:
    try:
        return book_at(backend, actor, new)
    except Refused as refusal:
        return refusal
    except SQLAlchemyError:
        return Refused("not_done", "The database did not answer. Try this one again.", 503)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A booking whose contents are checked."""

    new: NewBooking
    service: ServiceView
    person: Person | None
    answers: Answers


def _draft(backend: Backend, actor: Actor, new: NewBooking) -> _Draft:
    """Refused: Invalid with everything that is wrong at once."""
    own = service(backend, new.tenant, new.service)
    errors: dict[str, str] = {}
    person: Person | None = None
    if new.client_id is None:
        needs = Needs(own.identity_code, new.channel is Channel.PHONE, not actor.is_staff)
        today = local(backend.now).date()
        found = checked(new.contact or Contact(""), needs, today)
        if isinstance(found, Person):
            person = found
        else:
            errors |= found
    answers = check_answers(own.questions, new.answers)
    if isinstance(answers, dict):
        errors |= answers
        answers = ()
    errors |= note_errors(new.note)
    if new.language not in ENDONYMS:
        errors["language"] = "not_valid"
    if errors:
        raise Invalid(errors)
    return _Draft(new, own, person, answers)


def _check_bookable(sql: Connection, now_ms: int, actor: Actor, new: NewBooking) -> None:
    staff = actor.is_staff
    bookable(sql, now_ms, new.tenant, new.service, new.channel, new.time, for_staff=staff)


def _write(backend: Backend, work: Work, actor: Actor, draft: _Draft) -> str:
    """The booking with its cells, event and audit; its id. The specialist is locked."""
    new, booking_id = draft.new, str(backend.ids.thing())
    occupy(work, slot_of(draft.service, new.time), booking_id)
    client_id = new.client_id
    if draft.person is not None:
        client_id = insert_client(backend, work, new.tenant, draft.person)
    elif live_client(backend, work, str(client_id))["tenant"] != new.tenant:
        raise no_such("client")
    token = backend.ids.token()
    private = {"answers": draft.answers, "note": new.note, "token": token}
    values = {
        "id": booking_id, "tenant": new.tenant, "office": new.time.office,
        "service": draft.service.id, "specialist": new.time.specialist, "client": client_id,
        "starts_at": to_ms(new.time.start), "minutes": new.time.minutes,
        "day": local(new.time.start).date().isoformat(), "channel": new.channel.value,
        "pass_id": str(backend.ids.event()), "manage_hash": hash_of(token),
        "language": new.language, "group": new.group, "made_by": f"{actor.kind}:{actor.id}",
        "private": backend.vault.seal_json(private, reading.private_place(booking_id)),
        "made_at": work.now_ms, "changed_at": work.now_ms,
    }  # fmt: skip
    _insert_with_code(backend, work, values)
    record(backend, work, values, "made", actor, 1)
    tell_lobby(work, booking_id, 1, new.time.office)
    audit(work, new.tenant, actor, "booking.made", booking_id)
    return booking_id


def _insert_with_code(backend: Backend, work: Work, values: dict[str, Any]) -> None:
    """Write the row with a code that no other booking of the area has."""
    while not insert_new(work.sql, _booking, [{**values, "code": new_code(backend)}]):
        pass


def new_code(backend: Backend) -> str:
    """Eight characters to type where a pass can't be scanned."""
    return new_booking_code(lambda count: backend.ids.event().bytes[:count]).text
