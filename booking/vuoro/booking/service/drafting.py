"""Keeps what a client has chosen and typed between the pages of the booking form.

It lies sealed in the database under the hash of a secret in the page's address. So going back,
loading anew and changing the language lose nothing, no cookie is needed, and once the booking is
made only the way to it is left (docs/decisions/0016).
"""

from dataclasses import dataclass, field
from datetime import timedelta

import msgspec
from sqlalchemy import delete, func, insert, select, update

from vuoro.booking.backend import Backend, Refused, to_ms
from vuoro.booking.service.secrets import hash_of
from vuoro.booking.store.tables.drafts import draft as table

LASTS = timedelta(hours=2)
"""After the last change. Longer than any hold: who comes late finds what was typed."""
MOST_TIME = timedelta(hours=4)
"""A time is kept no longer than this for one form: twelve times the usual hold."""
MOST_BEGUN = 30
BEGUN_WITHIN = timedelta(minutes=20)
"""So many forms may be begun from one network address; a library or an office shares one."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A booking form on the way. ``held``: the token of the time that is kept for it."""

    tenant: str
    service: str
    channel: str
    office: str
    """The slug that was chosen; empty: any."""
    speak: str
    """The language of the meeting that was chosen; empty: any."""
    language: str
    """Of the pages and the messages."""
    start: int
    """Of the time last held, ms since 1970, and its office; what is near it is offered next."""
    place: str
    begun: int
    """When, ms since 1970."""
    held: str = field(repr=False)
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    identity_code: str = field(default="", repr=False)
    """Only ever a valid one, and never shown again."""
    identity_problem: str = ""
    """What was wrong with the one typed last."""
    protected: bool = False
    answers: dict[str, str] = field(default_factory=dict, repr=False)
    moves: str = field(default="", repr=False)
    """The link secret of the booking that gets the new time."""
    made: str = field(default="", repr=False)
    """The link secret of the booking that has come of it."""


def refuse_flood(backend: Backend, source: str) -> None:
    """To be asked before a time is held for a new form. Refused: too_many_holds."""
    recently = backend.now_ms - BEGUN_WITHIN // timedelta(milliseconds=1)
    begun = select(func.count()).where(table.c.source == source, table.c.made_at > recently)
    with backend.read() as sql:
        many = bool(source) and sql.execute(begun).scalar_one() >= MOST_BEGUN
    if many:
        pause = int(BEGUN_WITHIN.total_seconds())
        raise Refused("too_many_holds", "Too many times are kept. Wait a while.", 429, pause)


def begin_draft(backend: Backend, draft: Draft, source: str) -> str:
    """Keep a new draft; the secret of its address."""
    token = backend.ids.token()
    row = {"id": hash_of(token), "tenant": draft.tenant, "source": source}
    with backend.begin() as work:
        work.sql.execute(delete(table).where(table.c.expires_at <= work.now_ms))
        kept = _kept(backend, token, draft)
        work.sql.execute(insert(table), {**row, "made_at": work.now_ms, **kept})
    return token


def draft_of(backend: Backend, token: str) -> Draft:
    """The draft of an address. Refused: draft_over."""
    query = select(table.c.private).where(
        table.c.id == hash_of(token), table.c.expires_at > backend.now_ms
    )
    with backend.read() as sql:
        sealed = sql.execute(query).scalar_one_or_none()
    if sealed is None:
        raise Refused("draft_over", "The form is kept no more. Begin again.", 410)
    return msgspec.convert(backend.vault.open_json(sealed, _place(token)), Draft)


def keep_draft(backend: Backend, token: str, draft: Draft) -> None:
    """Write a draft as it is now; nothing if it is gone."""
    with backend.begin() as work:
        mine = table.c.id == hash_of(token)
        work.sql.execute(update(table).where(mine).values(**_kept(backend, token, draft)))


def tidy_drafts(backend: Backend) -> int:
    """Delete the drafts that are over; how many there were. A job for every few minutes."""
    with backend.begin() as work:
        return work.sql.execute(delete(table).where(table.c.expires_at <= work.now_ms)).rowcount


def _kept(backend: Backend, token: str, draft: Draft) -> dict[str, object]:
    sealed = backend.vault.seal_json(msgspec.to_builtins(draft), _place(token))
    return {"private": sealed, "expires_at": to_ms(backend.now + LASTS)}


def _place(token: str) -> str:
    return f"draft.private|{hash_of(token)}"
