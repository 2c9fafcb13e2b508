"""Who did not come: said only when the lobby can't know otherwise any more (§3.9 row 13)."""

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select, update

from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import SYSTEM, BookingStatus
from vuoro.booking.fleet import attention
from vuoro.booking.fleet.attention import Item
from vuoro.booking.fleet.watermark import heard
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
        certain = _certain(sql, backend.now_ms)
        unclear = _unclear(sql, backend.now_ms)
    marked = [_mark(backend, office, watermark) for office, watermark in certain]
    if unclear:
        with backend.begin() as work:
            attention.write(work, unclear)
    return _AT_ONCE in (len(unclear), *marked)


def set_absent(work: Work, booking: str, tenant: str, rev: int, actor: str) -> None:
    """Within a transaction that holds the booking's lock."""
    b = bookings.booking
    absent = update(b).where(b.c.id == booking).values(status=BookingStatus.ABSENT.value)
    work.sql.execute(absent)
    happened = {"tenant": tenant, "booking": booking, "kind": "absent", "at": work.now_ms}
    work.sql.execute(insert(bookings.booking_event), {**happened, "actor": actor, "rev": rev})


def _certain(sql: Connection, now: int) -> list[tuple[str, int]]:
    """The offices somebody was expected at who has not come, and their watermarks."""
    b, known = bookings.booking.c, heard()
    query = select(b.office, known.c.watermark).join(known, known.c.office == b.office)
    missing = _expected(now - _BACK_MS, known.c.watermark - GRACE_MS)
    rows = sql.execute(query.where(missing).distinct().order_by(b.office))
    return [(office, watermark) for office, watermark in rows]


def _mark(backend: Backend, office: str, watermark: int) -> int:
    b = bookings.booking.c
    with backend.begin() as work:
        missing = _expected(work.now_ms - _BACK_MS, watermark - GRACE_MS)
        query = select(b.id, b.tenant, b.rev).where(b.office == office, missing)
        ordered = query.order_by(b.id).limit(_AT_ONCE)
        locked = list(work.sql.execute(backend.db.for_update(ordered)))
        # Who came while we waited for the lock has a visit now.
        came = _visited(work, [row.id for row in locked])
        for row in locked:
            if row.id not in came:
                set_absent(work, row.id, row.tenant, row.rev, str(SYSTEM.kind))
    return len(locked)


def _unclear(sql: Connection, now: int) -> list[Item]:
    """Who should have come to a lobby that nobody has heard since, two days ago or longer.

    Those that were asked of before are left out, so that the others have their turn.
    """
    b, a, known = bookings.booking.c, fleet.attention.c, heard()
    same = (a.tenant == b.tenant) & (a.office == b.office) & (a.booking == b.id)
    asked = select(a.id).where(same, a.kind == "absence_unknown")
    query = (
        select(b.id, b.tenant, b.office, b.starts_at, known.c.watermark)
        .join(known, known.c.office == b.office)
        .where(
            _expected(now - _BACK_MS, now - UNHEARD_MS - GRACE_MS),
            b.starts_at > func.coalesce(known.c.watermark, 0) - GRACE_MS,
            ~asked.exists(),
        )
        .order_by(b.starts_at, b.id)
        .limit(_AT_ONCE)
    )
    return [
        Item(row.tenant, row.office, "absence_unknown", row.id, now, booking=row.id,
             facts={"booked_ms": row.starts_at, "heard_ms": row.watermark})
        for row in sql.execute(query)
    ]  # fmt: skip


def _expected(after: int, until: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Booked to come in person in a span of time, and nobody has seen them."""
    b, v = bookings.booking.c, fleet.visit.c
    seen = select(v.id).where(v.booking == b.id, v.voided_at.is_(None))
    return and_(
        b.status == BookingStatus.BOOKED.value,
        b.channel == Channel.IN_PERSON.value,
        b.starts_at > after,
        b.starts_at <= until,
        ~seen.exists(),
    )


def _visited(work: Work, ids: list[str]) -> set[str | None]:
    v = fleet.visit.c
    query = select(v.booking).where(v.booking.in_(ids), v.voided_at.is_(None))
    return set(work.sql.execute(query).scalars()) if ids else set()
