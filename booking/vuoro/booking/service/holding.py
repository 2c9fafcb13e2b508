"""A time is held while a form is filled in, so that nobody fills one in for nothing."""

from typing import Any

from sqlalchemy import RowMapping, Select, delete, insert, select, update

from vuoro.booking.backend import Backend, from_ms, to_ms
from vuoro.booking.domain.values import Actor, FreeTime, Held
from vuoro.booking.service.finding import bookable
from vuoro.booking.service.guard import free, keep, lock, occupy
from vuoro.booking.service.refusals import hold_over
from vuoro.booking.service.secrets import hash_of
from vuoro.booking.store import Work
from vuoro.booking.store.tables import bookings
from vuoro.core.wire.desk import Channel

HOLD_MINUTES = 20
_KEPT_MS = 24 * 60 * 60_000
"""How long a hold that is over is remembered: a form sent twice gets its answer again."""
_hold = bookings.hold


def hold(
    backend: Backend,
    actor: Actor,
    tenant: str,
    service_id: str,
    channel: Channel,
    time: FreeTime,
    moves: str | None = None,
    minutes: int = HOLD_MINUTES,
) -> Held:
    """Keep a time for so many minutes. ``moves``: the booking that is to be moved there.

    Refused: taken, not_bookable and those of find_times.
    """
    with backend.read() as sql:
        slot = bookable(
            sql, backend.now_ms, tenant, service_id, channel, time, for_staff=actor.is_staff
        )
    token, hold_id = backend.ids.token(), str(backend.ids.thing())
    with backend.begin() as work:
        expires_at = work.now_ms + minutes * 60_000
        lock(work, [time.specialist])
        occupy(work, slot, hold_id, expires_at=expires_at, beside=moves)
        values = {
            "id": hold_id, "tenant": tenant, "token_hash": hash_of(token), "office": time.office,
            "service": service_id, "specialist": time.specialist,
            "starts_at": to_ms(time.start), "minutes": time.minutes, "channel": channel.value,
            "moves": moves, "expires_at": expires_at,
        }  # fmt: skip
        work.sql.execute(insert(_hold), values)
    return Held(token, time, service_id, channel, from_ms(expires_at), moves)


def held(backend: Backend, token: str) -> Held:
    """What a token keeps. Refused: hold_over."""
    with backend.read() as sql:
        row = sql.execute(_of(token)).mappings().first()
    if row is None or row["booking"] is not None or row["expires_at"] <= backend.now_ms:
        raise hold_over()
    return _held(row, token, row["expires_at"])


def extend(backend: Backend, token: str, minutes: int = HOLD_MINUTES) -> Held:
    """Keep it for so many minutes from now. Refused: hold_over."""
    with backend.begin() as work:
        row = locked_hold(backend, work, token)
        if row["booking"] is not None or row["expires_at"] <= work.now_ms:
            raise hold_over()
        lock(work, [row["specialist"]])
        expires_at = work.now_ms + minutes * 60_000
        mine = update(_hold).where(_hold.c.id == row["id"])
        work.sql.execute(mine.values(expires_at=expires_at))
        keep(work, row["id"], expires_at)
    return _held(row, token, expires_at)


def release(backend: Backend, token: str) -> None:
    """Let go of a time; nothing happens if it isn't kept."""
    with backend.begin() as work:
        row = work.sql.execute(backend.db.for_update(_of(token))).mappings().first()
        if row is not None and row["booking"] is None:
            lock(work, [row["specialist"]])
            free(work, row["id"])
            work.sql.execute(delete(_hold).where(_hold.c.id == row["id"]))


def clean_up(backend: Backend, limit: int = 200) -> int:
    """Forget holds that were over a day ago, with whatever cells they have left; how many."""
    with backend.begin() as work:
        old = _hold.c.expires_at <= work.now_ms - _KEPT_MS
        query = select(_hold.c.id, _hold.c.specialist).where(old).order_by(_hold.c.id).limit(limit)
        rows = work.sql.execute(backend.db.for_update(query)).all()
        lock(work, {row.specialist for row in rows})
        old_ones = [row.id for row in rows]
        free(work, *old_ones)
        work.sql.execute(delete(_hold).where(_hold.c.id.in_(old_ones)))
        return len(rows)


def locked_hold(backend: Backend, work: Work, token: str) -> RowMapping:
    """The row of a hold, over or not, locked. Refused: hold_over when there is none."""
    row = work.sql.execute(backend.db.for_update(_of(token))).mappings().first()
    if row is None:
        raise hold_over()
    return row


def time_of(row: RowMapping) -> FreeTime:
    """The time that a hold's row keeps."""
    return FreeTime(from_ms(row["starts_at"]), row["minutes"], row["office"], row["specialist"])


def _of(token: str) -> Select[Any]:
    return select(_hold).where(_hold.c.token_hash == hash_of(token))


def _held(row: RowMapping, token: str, expires_at: int) -> Held:
    channel = Channel(row["channel"])
    return Held(token, time_of(row), row["service"], channel, from_ms(expires_at), row["moves"])
