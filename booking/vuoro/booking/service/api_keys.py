"""Keys by which municipal systems come in: each of one area, with what it may do."""

import enum
import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from vuoro.booking.backend import Backend, Refused, from_ms
from vuoro.booking.domain.values import Actor, ActorKind
from vuoro.booking.service.audit import audit
from vuoro.booking.store.tables import api

LONGEST_NAME = 80
_BEGINS = "vuoro_"
_PREFIX = len(_BEGINS) + 6
_STAMP_MS = 60_000
"""``last_used_at`` is exact to a minute: a key that is in use isn't written at each request."""


class Scope(enum.StrEnum):
    """What a key may do."""

    TIMES_READ = "times:read"
    BOOKINGS_READ = "bookings:read"
    BOOKINGS_WRITE = "bookings:write"
    CLIENTS_READ = "clients:read"
    CLIENTS_WRITE = "clients:write"
    ARRIVALS_READ = "arrivals:read"
    WEBHOOKS_MANAGE = "webhooks:manage"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it may be shown. ``prefix``: how its text begins."""

    id: str
    tenant: str
    name: str
    prefix: str
    scopes: frozenset[Scope]
    made_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.API, self.id, self.name)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made; ``text`` is told this once."""

    key: ApiKey
    text: str = field(repr=False)


def add_key(
    backend: Backend, actor: Actor, tenant: str, name: str, scopes: Collection[str]
) -> NewKey:
    """Make a key of 256 random bits. Raises Refused: bad_name, unknown_scope."""
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise Refused("bad_name", f"A key's name has 1–{LONGEST_NAME} characters.", 422)
    known = {scope.value for scope in Scope}
    if not scopes or not known.issuperset(scopes):
        raise Refused("unknown_scope", f"Give a key scopes of: {', '.join(sorted(known))}.", 422)
    text = _BEGINS + backend.ids.token() + backend.ids.token()
    key = str(backend.ids.thing())
    may = sorted(scopes)
    with backend.begin() as work:
        row = {
            "id": key, "tenant": tenant, "name": name, "prefix": text[:_PREFIX],
            "key_hash": _hash(text), "scopes": may, "made_at": work.now_ms,
        }  # fmt: skip
        work.sql.execute(insert(api.api_key), row)
        audit(work, tenant, actor, "api_key_added", key, f"{name}: {', '.join(may)}")
        made = work.sql.execute(select(api.api_key).where(api.api_key.c.id == key)).one()
    return NewKey(_key(made), text)


def keys(backend: Backend, tenant: str) -> list[ApiKey]:
    """The keys of an area, oldest first, also those revoked."""
    with backend.read() as sql:
        query = select(api.api_key).where(api.api_key.c.tenant == tenant)
        return [_key(row) for row in sql.execute(query.order_by(api.api_key.c.id))]


def revoke_key(backend: Backend, actor: Actor, tenant: str, key: str) -> ApiKey:
    """Let a key be of no use from now on; by id or prefix. Raises Refused."""
    table = api.api_key.c
    with backend.begin() as work:
        mine = select(api.api_key).where(table.tenant == tenant)
        rows = work.sql.execute(mine.where((table.id == key) | (table.prefix == key))).all()
        if len(rows) != 1:
            raise Refused("no_such_key", "There is no such key. See the list of keys.", 404)
        found = _key(rows[0])
        if found.revoked_at is None:
            change = update(api.api_key).where(table.id == found.id)
            work.sql.execute(change.values(revoked_at=work.now_ms))
            audit(work, tenant, actor, "api_key_revoked", found.id, found.name)
    return found


def key_of(backend: Backend, text: str) -> ApiKey | None:
    """Whose key this is; None for one that is unknown or revoked."""
    with backend.read() as sql:
        query = select(api.api_key).where(api.api_key.c.key_hash == _hash(text))
        row = sql.execute(query).one_or_none()
    if row is None or row.revoked_at is not None:
        return None
    if row.last_used_at is None or row.last_used_at < backend.now_ms - _STAMP_MS:
        with backend.begin() as work:
            change = update(api.api_key).where(api.api_key.c.id == row.id)
            work.sql.execute(change.values(last_used_at=work.now_ms))
    return _key(row)


def _hash(text: str) -> str:
    """A plain hash is enough: nobody guesses 256 random bits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _key(row: Row[Any]) -> ApiKey:
    used, revoked = row.last_used_at, row.revoked_at
    return ApiKey(
        row.id, row.tenant, row.name, row.prefix,
        frozenset(Scope(scope) for scope in row.scopes), from_ms(row.made_at),
        from_ms(used) if used is not None else None,
        from_ms(revoked) if revoked is not None else None,
    )  # fmt: skip
