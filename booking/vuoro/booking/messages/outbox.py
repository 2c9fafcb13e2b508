"""The outbox: from booking events to rows of ``message``, each once."""

from collections.abc import Sequence

from sqlalchemy import update

from vuoro.booking.backend import Backend, to_ms
from vuoro.booking.domain.values import BookingView, EventRow
from vuoro.booking.messages.facts import spoken
from vuoro.booking.messages.happening import booking_views, contact_of, overtaken
from vuoro.booking.messages.planning import (
    REMINDERLESS,
    SUPERSEDING,
    Happened,
    done_by_client,
    plan,
)  # fmt: skip
from vuoro.booking.messages.values import Kind, Planned, State
from vuoro.booking.service.following import follow
from vuoro.booking.store import Work
from vuoro.booking.store.inserting import insert_new
from vuoro.booking.store.tables import messages

CURSOR = "messages.cursor"
_message = messages.message


def fill(backend: Backend, limit: int = 200) -> int:
    """Plan the messages that the next events ask for; answers how many events there were.

    The rows and the cursor are one transaction, and each row's key is unique: whatever dies when,
    no message is lost and none is there twice.
    """

    def take(work: Work, events: Sequence[EventRow]) -> None:
        ids = {event.booking for event in events}
        views, latest = booking_views(backend, work.sql, ids), overtaken(work.sql, ids)
        for event in events:
            _withdraw(work, event)
            view = views.get(event.booking)
            if view is not None and latest.get(event.booking, 0) <= event.n:
                happened = _happened(backend, work, event, view)
                for planned in plan(happened, view, backend.now):
                    _add(backend, work, event, view, planned)

    return follow(backend, CURSOR, take, limit)


def _withdraw(work: Work, event: EventRow) -> None:
    """Drop what waits and is not true or not needed any more; forget what the erased were told."""
    about = _message.c.booking == event.booking
    waiting = (about, _message.c.state == State.QUEUED, _message.c.client.is_(None))
    gone = {"state": State.DROPPED, "error": f"The booking was {event.kind}.", "content": None}
    if event.kind in SUPERSEDING:
        work.sql.execute(update(_message).where(*waiting).values(gone))
    elif event.kind in REMINDERLESS:
        reminders = _message.c.kind == Kind.REMINDER
        work.sql.execute(update(_message).where(*waiting, reminders).values(gone))
    if event.kind == "erased":
        work.sql.execute(update(_message).where(about).values(content=None))


def _happened(backend: Backend, work: Work, event: EventRow, view: BookingView) -> Happened:
    before = event.before_client
    return Happened(
        event.n, event.kind, done_by_client(event.actor), event.before_start,
        _elsewhere(event, view), before,
        None if before is None else contact_of(backend, work.sql, before), event.silent,
    )  # fmt: skip


def _elsewhere(event: EventRow, view: BookingView) -> bool:
    return event.before_office not in (None, view.office.id) or event.before_channel not in (
        None,
        view.channel,
    )


def _add(
    backend: Backend, work: Work, event: EventRow, view: BookingView, planned: Planned
) -> None:
    row = {
        "id": str(backend.ids.thing()), "tenant": view.tenant, "dedupe": planned.key,
        "booking": view.id, "client": planned.client, "kind": planned.kind, "by": planned.by,
        "language": spoken(view.language), "event": event.n, "due_at": to_ms(planned.due),
        "next_at": to_ms(planned.due), "expires_at": to_ms(planned.expires),
        "made_at": work.now_ms,
    }  # fmt: skip
    insert_new(work.sql, _message, [row])
