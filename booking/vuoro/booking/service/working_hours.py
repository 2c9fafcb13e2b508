"""When a specialist works: weekly hours, hours of one day, absences; kept by their manager."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, delete, insert, or_, select

from vuoro.booking.backend import Backend, Refused, from_ms, to_ms
from vuoro.booking.domain.cells import CELL_MINUTES
from vuoro.booking.domain.values import Actor
from vuoro.booking.service.audit import audit
from vuoro.booking.service.refusals import no_such
from vuoro.booking.store import Work
from vuoro.booking.store.tables import calendar
from vuoro.core.clock import local
from vuoro.core.opening_hours import Minutes, moment_of, parse_span
from vuoro.core.wire.desk import Channel

AUDIENCES = ("public", "staff")
MOST_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Block:
    """Working time: of a weekday (``day`` None) or of one day. Empty ``channels``: all."""

    office: str
    hours: Minutes
    weekday: int | None = None
    day: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    every_weeks: int = 1
    channels: tuple[str, ...] = ()
    audience: str = "public"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """A specialist is away from a moment to a moment."""

    id: str
    specialist: str
    start: datetime
    end: datetime
    reason: str


def blocks(backend: Backend, tenant: str, specialist: str) -> list[Block]:
    """Weekly blocks by weekday and hour, then those of single days that are not over."""
    weekly, extra = calendar.working_hours, calendar.extra_hours
    today = local(backend.now).date().isoformat()
    with backend.read() as sql:
        rows = sql.execute(_of(weekly, tenant, specialist).where(
            or_(weekly.c.valid_until == "", weekly.c.valid_until >= today)
        ).order_by(weekly.c.weekday, weekly.c.starts, weekly.c.id)).all()  # fmt: skip
        days = sql.execute(_of(extra, tenant, specialist).where(extra.c.day >= today)
                           .order_by(extra.c.day, extra.c.starts)).all()  # fmt: skip
    return [_weekly(row) for row in rows] + [_extra(row) for row in days]


def add_blocks(
    backend: Backend, actor: Actor, tenant: str, specialist: str, new: Sequence[Block]
) -> None:
    """Add working time. Raises Refused: no_such_specialist, no_such_office, bad_hours."""
    for block in new:
        _check_block(block)
    with backend.begin() as work:
        _check_owner(work, tenant, specialist)
        for block in new:
            _check_office(work, tenant, block.office)
            row = {"id": str(backend.ids.thing()), "tenant": tenant, "specialist": specialist}
            table = calendar.extra_hours if block.day else calendar.working_hours
            work.sql.execute(insert(table), {**row, **_row(block)})
        audit(work, tenant, actor, "hours.added", specialist)


def remove_block(backend: Backend, actor: Actor, tenant: str, specialist: str, block: str) -> None:
    """Take working time away; bookings in it stay. Refused: no_such_hours."""
    with backend.begin() as work:
        gone = sum(_remove(work, table, tenant, specialist, block)
                   for table in (calendar.working_hours, calendar.extra_hours))  # fmt: skip
        if not gone:
            raise no_such("hours")
        audit(work, tenant, actor, "hours.removed", specialist)


def absences(
    backend: Backend, tenant: str, specialists: Collection[str], first: datetime, last: datetime
) -> list[Absence]:
    """Absences that touch a span of time, by start."""
    away = calendar.absence
    query = select(away).where(
        away.c.tenant == tenant, away.c.specialist.in_(specialists),
        away.c.ends_at > to_ms(first), away.c.starts_at < to_ms(last),
    ).order_by(away.c.starts_at, away.c.id)  # fmt: skip
    with backend.read() as sql:
        rows = sql.execute(query).all()
    return [
        Absence(row.id, row.specialist, from_ms(row.starts_at), from_ms(row.ends_at), row.reason)
        for row in rows
    ]


def add_absence(
    backend: Backend, actor: Actor, tenant: str, specialist: str, start: datetime, end: datetime,
    reason: str = "",
) -> str:  # fmt: skip
    """Note an absence; gives its id. Bookings in it stay until somebody decides about them.

    Raises Refused: no_such_specialist, bad_hours.
    """
    if end <= start:
        raise _bad_hours()
    absence = str(backend.ids.thing())
    with backend.begin() as work:
        _check_owner(work, tenant, specialist)
        row = {"id": absence, "tenant": tenant, "specialist": specialist, "reason": reason[:200]}
        span = {"starts_at": to_ms(start), "ends_at": to_ms(end)}
        work.sql.execute(insert(calendar.absence), {**row, **span})
        audit(work, tenant, actor, "absence.added", specialist)
    return absence


def remove_absence(
    backend: Backend, actor: Actor, tenant: str, specialist: str, absence: str
) -> None:
    """The specialist is here after all. Refused: no_such_absence."""
    with backend.begin() as work:
        if not _remove(work, calendar.absence, tenant, specialist, absence):
            raise no_such("absence")
        audit(work, tenant, actor, "absence.removed", specialist)


def whole_day(day: date) -> tuple[datetime, datetime]:
    """From midnight to midnight of a local day."""
    return moment_of(day, 0), moment_of(day, 24 * 60)


def _of(table: Table, tenant: str, specialist: str) -> Any:
    return select(table).where(table.c.tenant == tenant, table.c.specialist == specialist)


def _remove(work: Work, table: Table, tenant: str, specialist: str, row: str) -> int:
    mine = (table.c.id == row, table.c.tenant == tenant, table.c.specialist == specialist)
    return work.sql.execute(delete(table).where(*mine)).rowcount


def _check_block(block: Block) -> None:
    opens, closes = block.hours
    on_grid = opens % CELL_MINUTES == 0 and closes % CELL_MINUTES == 0
    known = block.audience in AUDIENCES and set(block.channels) <= set(Channel)
    fits = 0 <= opens < closes <= 24 * 60 and 1 <= block.every_weeks <= MOST_WEEKS
    if not (on_grid and known and fits) or (block.day is None) == (block.weekday is None):
        raise _bad_hours()
    if block.day is None and not (block.valid_from and block.weekday in range(7)):
        raise _bad_hours()
    if block.valid_from and block.valid_until and block.valid_until < block.valid_from:
        raise _bad_hours()


def _check_owner(work: Work, tenant: str, specialist: str) -> None:
    who = calendar.specialist.c
    query = select(who.id).where(who.id == specialist, who.tenant == tenant)
    if work.sql.execute(query).first() is None:
        raise no_such("specialist")


def _check_office(work: Work, tenant: str, office: str) -> None:
    where = calendar.office.c
    query = select(where.id).where(where.id == office, where.tenant == tenant)
    if work.sql.execute(query).first() is None:
        raise no_such("office")


def _row(block: Block) -> dict[str, Any]:
    starts, ends = (f"{minute // 60:02}:{minute % 60:02}" for minute in block.hours)
    shared = {"office": block.office, "starts": starts, "ends": ends, "services": [],
              "channels": list(block.channels), "audience": block.audience}  # fmt: skip
    if block.day:
        return {**shared, "day": block.day.isoformat()}
    assert block.valid_from is not None, "checked"
    until = block.valid_until.isoformat() if block.valid_until else ""
    return {**shared, "weekday": block.weekday, "valid_from": block.valid_from.isoformat(),
            "valid_until": until, "every_weeks": block.every_weeks}  # fmt: skip


def _weekly(row: Any) -> Block:
    until = date.fromisoformat(row.valid_until) if row.valid_until else None
    return Block(row.office, _hours(row), weekday=row.weekday, every_weeks=row.every_weeks,
                 valid_from=date.fromisoformat(row.valid_from), valid_until=until,
                 channels=tuple(row.channels), audience=row.audience, id=row.id)  # fmt: skip


def _extra(row: Any) -> Block:
    return Block(row.office, _hours(row), day=date.fromisoformat(row.day),
                 channels=tuple(row.channels), audience=row.audience, id=row.id)  # fmt: skip


def _hours(row: Any) -> Minutes:
    span = parse_span(f"{row.starts}-{row.ends}")
    assert span is not None, "a block has hours"
    return span


def _bad_hours() -> Refused:
    detail = "Hours begin before they end, on full five minutes, within one day."
    return Refused("bad_hours", detail, 422)
