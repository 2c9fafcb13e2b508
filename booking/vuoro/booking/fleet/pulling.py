"""Pull: what is new for a lobby since its cursor, all from zero, and the digest (§3.5)."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from vuoro.booking.backend import Backend
from vuoro.booking.fleet import window
from vuoro.booking.fleet.composing import (
    Held,
    Scope,
    all_rows,
    day_key_of,
    digest_rows,
    rows_of,
    scope_of,
)
from vuoro.booking.fleet.devices import Device, DeviceStatus, device
from vuoro.booking.fleet.refusals import SyncRefused, locked, revoked
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
    """Changes after the cursor, in order. Raises SyncRefused: cursor_too_old."""
    server_epoch, who = _admitted(backend, device_id)
    with backend.read() as sql:
        scope = scope_of(sql, who)
        if not scope.floor <= cursor <= scope.reached:
            raise SyncRefused(SyncProblem.CURSOR_TOO_OLD, "Take a snapshot.", 410)
        log = _log(sql, scope, cursor, limit)
        composed = _composed(backend, sql, scope, log)
    reached = log[-1].change if len(log) == limit else scope.reached
    changes = tuple(_changes(backend, who, log, composed))
    return Pulled(
        server_epoch, changes, reached, reached < scope.reached, scope.floor, backend.now_ms
    )


def snapshot(backend: Backend, device_id: str) -> Iterator[SnapshotHead | ChangeTold | SnapshotEnd]:
    """Everything a lobby should have, as of one moment; then pull goes on from ``as_of``."""
    server_epoch, who = _admitted(backend, device_id)
    with backend.read() as sql:
        scope = scope_of(sql, who)
        rows = list(all_rows(backend, sql, scope))
    yield SnapshotHead(server_epoch, scope.reached, backend.now_ms)
    yield _keys(backend, who, scope.reached)
    for kind, key, held in rows:
        yield _put(backend, who, scope.reached, kind, key, held)
    yield SnapshotEnd(1 + len(rows))


def digest(backend: Backend, device_id: str) -> Digest:
    """What a lobby's rows must add up to, as of a change number."""
    server_epoch, who = _admitted(backend, device_id)
    _, edition = keys.key_document(backend, who.tenant)
    with backend.read() as sql:
        scope = scope_of(sql, who)
        rows = [("keys", "", who.tenant, edition), *digest_rows(sql, scope)]
    return Digest(server_epoch, scope.reached, digest_lines(rows))


def day_keys(backend: Backend, device_id: str) -> DayKeys:
    """The keys for identity codes of the days in the window; a device forgets each in its time."""
    server_epoch, who = _admitted(backend, device_id)
    with backend.read() as sql:
        scope = scope_of(sql, who)
    first = window.first_day(backend.now)
    days = [(first + timedelta(days=n)).isoformat() for n in range(window.AHEAD.days + 1)]
    found = {day: day_key_of(backend, scope, day).reveal() for day in days}
    return DayKeys(
        server_epoch, {day: base64.b64encode(key).decode() for day, key in found.items()}
    )


def _admitted(backend: Backend, device_id: str) -> tuple[str, Device]:
    """The server's epoch and the device, with its office's window brought up to date."""
    server_epoch = backend.server_epoch()
    with backend.read() as sql:
        who = device(sql, device_id)
        s = fleet.site.c
        told = sql.execute(select(s.window_from).where(s.office == who.office)).scalar_one()
    if who.status is DeviceStatus.LOCKED:
        raise locked()
    if who.status is not DeviceStatus.ACTIVE:
        raise revoked()
    if window.is_behind(told, backend.now):
        window.advance(backend, who.office)
    return server_epoch, who


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
    backend: Backend, who: Device, log: list[Any], composed: dict[tuple[str, str], Held]
) -> Iterator[ChangeTold]:
    newest = {(row.kind, row.entity): row.change for row in log}
    for row in log:
        if newest[row.kind, row.entity] != row.change:
            continue
        held = composed.get((row.kind, row.entity))
        if row.kind == "keys":
            yield _keys(backend, who, row.change)
        elif held is not None:
            yield _put(backend, who, row.change, row.kind, row.entity, held)
        else:
            yield ChangeTold(row.change, row.kind, row.entity, row.rev, Op.DEL)


def _put(backend: Backend, who: Device, change: int, kind: str, key: str, held: Held) -> ChangeTold:
    data = held.data if kind != "command" else _signed(backend, who, key, held.data)
    return ChangeTold(change, kind, key, held.rev, Op.PUT, data)


def _keys(backend: Backend, who: Device, change: int) -> ChangeTold:
    document, edition = keys.key_document(backend, who.tenant)
    return ChangeTold(change, "keys", who.tenant, edition, Op.PUT, {"document": document})


def _signed(backend: Backend, who: Device, key: str, data: dict[str, Any]) -> dict[str, Any]:
    """A command is believed for its signature, whatever stands between us."""
    message = COMMAND_CONTEXT + canonical({"id": key, **data})
    signature = keys.sign_time(backend, who.tenant, message)
    return {**data, "signature": base64.b64encode(signature).decode()}
