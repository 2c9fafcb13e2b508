"""Who did not come: said only when the lobby can't know otherwise any more (§3.9 row 13)."""

from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import SYSTEM, BookingStatus
from vuoro.booking.fleet import attention
from vuoro.booking.fleet.attention import Item
from vuoro.booking.fleet.watermark import watermarks
from vuoro.booking.store import Work
from vuoro.booking.store.tables import bookings, fleet
from vuoro.core.wire.desk import Channel

GRACE_MS = 20 * 60_000
UNHEARD_MS = 48 * 3_600_000
"""After this long without contact a person decides, not the automation."""
_BACK_MS = 14 * 86_400_000
_AT_ONCE = 200


def mark_absent(backend: Backend) -> bool:
    """The job. Gives whether there is more to do.

    Absent is whose booked time and grace lie before the watermark of the office, without a visit.
    """
    with backend.read() as sql:
        known = {office: watermark or 0 for office, watermark in watermarks(sql).items()}
        missing = [o for o, at in sorted(known.items()) if _certain(sql, o, at, backend.now_ms)]
        unclear = _unclear(sql, known, backend.now_ms)
    marked = sum(_mark(backend, office, known[office]) for office in missing)
    if unclear:
        with backend.begin() as work:
            attention.write(work, unclear)
    return marked >= _AT_ONCE


def set_absent(work: Work, booking: str, tenant: str, rev: int, actor: str) -> None:
    """Within a transaction that holds the booking's lock."""
    b = bookings.booking
    absent = update(b).where(b.c.id == booking).values(status=BookingStatus.ABSENT.value)
    work.sql.execute(absent)
    happened = {"tenant": tenant, "booking": booking, "kind": "absent", "at": work.now_ms}
    work.sql.execute(insert(bookings.booking_event), {**happened, "actor": actor, "rev": rev})


def _certain(sql: Connection, office: str, watermark: int, now: int) -> bool:
    missing = _expected(office, now - _BACK_MS, watermark - GRACE_MS)
    return sql.execute(missing.limit(1)).first() is not None


def _mark(backend: Backend, office: str, watermark: int) -> int:
    b = bookings.booking.c
    with backend.begin() as work:
        missing = _expected(office, work.now_ms - _BACK_MS, watermark - GRACE_MS)
        locked = list(work.sql.execute(backend.db.for_update(missing.order_by(b.id))))
        # Who came while we waited for the lock has a visit now.
        came = _visited(work, [row.id for row in locked])
        for row in locked:
            if row.id not in came:
                set_absent(work, row.id, row.tenant, row.rev, str(SYSTEM.kind))
    return len(locked)


def _unclear(sql: Connection, known: dict[str, int], now: int) -> list[Item]:
    """Who should have come to a lobby that nobody has heard since, two days ago or longer."""
    found = []
    for office, watermark in sorted(known.items()):
        since = max(watermark - GRACE_MS, now - _BACK_MS)
        for row in sql.execute(_expected(office, since, now - UNHEARD_MS - GRACE_MS)):
            facts = {"booked_ms": row.starts_at, "heard_ms": watermark or None}
            item = Item(row.tenant, office, "absence_unknown", row.id, now, booking=row.id,
                        facts=facts)  # fmt: skip
            found.append(item)
    return found


def _expected(office: str, after: int, until: int) -> Select[Any]:
    """Booked to come in person in a span of time, and nobody has seen them."""
    b, v = bookings.booking.c, fleet.visit.c
    seen = select(v.id).where(v.booking == b.id, v.voided_at.is_(None))
    return (
        select(b.id, b.tenant, b.rev, b.starts_at)
        .where(
            b.office == office,
            b.status == BookingStatus.BOOKED.value,
            b.channel == Channel.IN_PERSON.value,
            b.starts_at > after,
            b.starts_at <= until,
            ~seen.exists(),
        )
        .limit(_AT_ONCE)
    )


def _visited(work: Work, ids: list[str]) -> set[str | None]:
    v = fleet.visit.c
    query = select(v.booking).where(v.booking.in_(ids), v.voided_at.is_(None))
    return set(work.sql.execute(query).scalars()) if ids else set()
