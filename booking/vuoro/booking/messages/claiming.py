"""Take a message out of the outbox, and note what became of it."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import RowMapping, select, update
from sqlalchemy.sql.selectable import Select

from vuoro.booking.backend import Backend, from_ms, to_ms
from vuoro.booking.messages.backoff import delay
from vuoro.booking.messages.composing import NotNeeded, compose
from vuoro.booking.messages.quiet_hours import not_at_night
from vuoro.booking.messages.senders import Senders
from vuoro.booking.messages.values import Answer, By, Content, Outcome, Outgoing, State
from vuoro.booking.store import Work
from vuoro.booking.store.tables import messages

LEASE = timedelta(minutes=10)
"""Longer than any try takes. Whoever has a message for longer has died."""
REMEMBER = timedelta(days=7)
"""How long the words of a message are kept once it is done with."""
LATE = timedelta(minutes=15)
"""A text message that is later than this keeps quiet hours anew."""
DIED = "The program ended while it was being sent; it may have arrived."
TOO_LATE = "It could not be sent in time."

_log = logging.getLogger(__name__)
_message = messages.message


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours to send; nobody else has it."""

    id: str
    claim: str
    by: By
    attempts: int
    outgoing: Outgoing


def claim(backend: Backend, senders: Senders, ways: Collection[By]) -> Claimed | None:
    """The next message that is due for one of these ways, in the words it is sent in.

    It is committed that it is on its way before anything is sent.
    """
    with backend.begin() as work:
        while (row := _next(backend, work, ways)) is not None:
            found = _overslept(backend, row) or _compose(backend, work, row, senders)
            if isinstance(found, Content):
                return _take(backend, work, row, found)
            work.sql.execute(update(_message).where(_message.c.id == row["id"]).values(found))
    return None


def record(backend: Backend, claimed: Claimed, outcome: Outcome, senders: Senders) -> None:
    """Note what became of a try.

    If its lease has run out meanwhile, the answer still counts as long as nobody else has begun.
    """
    with backend.begin() as work:
        open_states = (State.SENDING, State.UNKNOWN, State.QUEUED)
        mine = (
            _message.c.id == claimed.id,
            _message.c.claim == claimed.claim,
            _message.c.state.in_(open_states),
        )
        query = select(_message.c.expires_at).where(*mine)
        expires: int | None = work.sql.execute(backend.db.for_update(query)).scalar_one_or_none()
        if expires is None:
            return
        values: dict[str, Any] = {"error": outcome.reason}
        match outcome.answer:
            case Answer.SENT:
                values |= {"state": State.SENT, "sent_at": work.now_ms}
            case Answer.NEVER:
                values |= {"state": State.FAILED}
            case Answer.UNKNOWN:
                values |= {"state": State.UNKNOWN}
            case Answer.LATER | Answer.AWAY:
                then = to_ms(backend.now + delay(claimed.attempts, senders.random))
                state = State.QUEUED if then < expires else State.FAILED
                values |= {"state": state, "next_at": then}
        work.sql.execute(update(_message).where(*mine).values(values))


def sweep(backend: Backend) -> None:
    """Settle what nobody will settle any more.

    An e-mail whose sender died may have been sent: a person decides. A text message is sent again,
    because the gateway takes the same key once. What is of no use any more has failed.
    """
    with backend.begin() as work:
        now, change = work.now_ms, update(_message)
        left = (_message.c.state == State.SENDING, _message.c.next_at <= now)
        work.sql.execute(change.where(*left, _message.c.by == By.SMS).values(state=State.QUEUED))
        work.sql.execute(change.where(*left).values(state=State.UNKNOWN, error=DIED))
        late = (_message.c.state == State.QUEUED, _message.c.expires_at <= now)
        work.sql.execute(
            change.where(*late, _message.c.error == "").values(state=State.FAILED, error=TOO_LATE)
        )
        work.sql.execute(change.where(*late).values(state=State.FAILED))
        before = to_ms(backend.now - REMEMBER)
        old = (_message.c.content.is_not(None), _message.c.next_at < before)
        work.sql.execute(change.where(*old).values(content=None))


def content_place(message_id: str) -> str:
    """Where the words of a message are sealed."""
    return f"message.content|{message_id}"


def _next(backend: Backend, work: Work, ways: Collection[By]) -> RowMapping | None:
    query: Select[Any] = (
        select(_message)
        .where(
            _message.c.state == State.QUEUED,
            _message.c.next_at <= work.now_ms,
            _message.c.expires_at > work.now_ms,
            _message.c.by.in_(ways),
        )
        .order_by(_message.c.next_at, _message.c.event, _message.c.id)
        .limit(1)
    )
    if not backend.db.is_sqlite:
        query = query.with_for_update(skip_locked=True)
    return work.sql.execute(query).mappings().first()


def _overslept(backend: Backend, row: RowMapping) -> dict[str, Any] | None:
    """When a text message goes out that should have gone by day: not in the night after it."""
    now = backend.now
    if row["by"] != By.SMS or now - from_ms(row["due_at"]) < LATE:
        return None
    then = not_at_night(now, from_ms(row["expires_at"]))
    return {"next_at": to_ms(then)} if then > now else None


def _compose(
    backend: Backend, work: Work, row: RowMapping, senders: Senders
) -> Content | dict[str, Any]:
    """The words, or what becomes of the message: one that can't be written stops no other."""
    try:
        with work.sql.begin_nested():
            return compose(backend, work.sql, row, senders)
    except NotNeeded as over:
        return {"state": State.DROPPED, "error": str(over), "content": None}
    except Exception as error:
        _log.error(
            "a message can't be written", extra={"id": row["id"], "error": type(error).__name__}
        )
        reason = f"It can't be written ({type(error).__name__})."
        return {"state": State.FAILED, "error": reason, "content": None}


def _take(backend: Backend, work: Work, row: RowMapping, content: Content) -> Claimed:
    token, attempts = backend.ids.token(), row["attempts"] + 1
    kept = {"to": content.to, "subject": content.subject, "text": content.text}
    values = {
        "state": State.SENDING, "claim": token, "attempts": attempts,
        "next_at": to_ms(backend.now + LEASE),
        "content": backend.vault.seal_json(kept, content_place(row["id"])),
    }  # fmt: skip
    work.sql.execute(update(_message).where(_message.c.id == row["id"]).values(values))
    outgoing = Outgoing(row["id"], content, from_ms(work.now_ms))
    return Claimed(row["id"], token, By(row["by"]), attempts, outgoing)
