"""Pull: what is new for a lobby since its cursor, all from zero, and the digest (§3.5)."""

import base64
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from vuoro.booking.backend import Backend
from vuoro.booking.fleet.composing import Held, all_rows, day_key_of, digest_rows, rows_of
from vuoro.booking.fleet.refusals import SyncRefused
from vuoro.booking.fleet.scope import Scope, looking
from vuoro.booking.service import keys
from vuoro.booking.store.tables import fleet
from vuoro.core.chain import canonical
from vuoro.core.wire.digest import digest_lines
from vuoro.core.wire.sync import (
    COMMAND_CONTEXT,
    MOST_CHANGES,
    ChangeTold,
    DayKeys,
    Digest,
    Op,
    Pulled,
    SnapshotEnd,
    SnapshotHead,
    SyncProblem,
)


def pull(backend: Backend, device_id: str, cursor: int, limit: int = MOST_CHANGES) -> Pulled:
    """Changes after the cursor, in order. Refused: cursor_too_old, and those of ``looking``."""
    with looking(backend, device_id) as (sql, scope):
        if not scope.floor <= cursor <= scope.reached:
            raise SyncRefused(SyncProblem.CURSOR_TOO_OLD, "Take a snapshot.", 410)
        log = _log(sql, scope, cursor, limit) if cursor < scope.reached else []
        composed = _composed(backend, sql, scope, log)
    reached = log[-1].change if len(log) == limit else scope.reached
    changes = tuple(_changes(backend, scope, log, composed))
    more = reached < scope.reached
    return Pulled(scope.server_epoch, changes, reached, more, scope.floor, backend.now_ms)


def snapshot(backend: Backend, device_id: str) -> Iterator[SnapshotHead | ChangeTold | SnapshotEnd]:
    """Everything a lobby should have, as of one moment; then pull goes on from ``as_of``."""
    with looking(backend, device_id) as (sql, scope):
        rows = list(all_rows(backend, sql, scope))
    yield SnapshotHead(scope.server_epoch, scope.reached, backend.now_ms)
    yield _keys(backend, scope, scope.reached)
    for kind, key, held in rows:
        yield _put(backend, scope, scope.reached, kind, key, held)
    yield SnapshotEnd(1 + len(rows))


def digest(backend: Backend, device_id: str) -> Digest:
    """What a lobby's rows must add up to, as of a change number."""
    with looking(backend, device_id) as (sql, scope):
        lines = digest_lines(digest_rows(sql, scope))
    return Digest(scope.server_epoch, scope.reached, lines)


def day_keys(backend: Backend, device_id: str) -> DayKeys:
    """The keys for identity codes of the days in the window; a device forgets each in its time."""
    with looking(backend, device_id) as (_, scope):
        first, last = date.fromisoformat(scope.first), date.fromisoformat(scope.last)
    days = [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    found = {day: day_key_of(backend, scope, day).reveal() for day in days}
    told = {day: base64.b64encode(key).decode() for day, key in found.items()}
    return DayKeys(scope.server_epoch, told)


def _log(sql: Connection, scope: Scope, cursor: int, limit: int) -> list[Any]:
    log = fleet.change_log.c
    query = select(log.change, log.kind, log.entity, log.rev)
    after = query.where(log.office == scope.office, log.change > cursor)
    return list(sql.execute(after.order_by(log.change).limit(limit)))


def _composed(
    backend: Backend, sql: Connection, scope: Scope, log: list[Any]
) -> dict[tuple[str, str], Held]:
    found: dict[tuple[str, str], Held] = {}
    for kind in {row.kind for row in log}:
        ids = {row.entity for row in log if row.kind == kind}
        rows = rows_of(backend, sql, scope, kind, ids)
        found |= {(kind, key): held for key, held in rows.items()}
    return found


def _changes(
    backend: Backend, scope: Scope, log: list[Any], composed: dict[tuple[str, str], Held]
) -> Iterator[ChangeTold]:
    newest = {(row.kind, row.entity): row.change for row in log}
    for row in log:
        if newest[row.kind, row.entity] != row.change:
            continue
        held = composed.get((row.kind, row.entity))
        if row.kind == "keys":
            yield _keys(backend, scope, row.change)
        elif held is not None:
            yield _put(backend, scope, row.change, row.kind, row.entity, held)
        else:
            yield ChangeTold(row.change, row.kind, row.entity, row.rev, Op.DEL)


def _put(
    backend: Backend, scope: Scope, change: int, kind: str, key: str, held: Held
) -> ChangeTold:
    data = held.data if kind != "command" else _signed(backend, scope, key, held.data)
    return ChangeTold(change, kind, key, held.rev, Op.PUT, data)


def _keys(backend: Backend, scope: Scope, change: int) -> ChangeTold:
    document, edition = keys.key_document(backend, scope.tenant)
    return ChangeTold(change, "keys", scope.tenant, edition, Op.PUT, {"document": document})


def _signed(backend: Backend, scope: Scope, key: str, data: dict[str, Any]) -> dict[str, Any]:
    """A command is believed for its signature, whatever stands between us."""
    message = COMMAND_CONTEXT + canonical({"id": key, **data})
    signature = keys.sign_time(backend, scope.tenant, message)
    return {**data, "signature": base64.b64encode(signature).decode()}
