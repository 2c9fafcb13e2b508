"""Reads what free times are reckoned from, in a handful of queries however many specialists."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, func, or_, select

from vuoro.booking.backend import from_ms, to_ms
from vuoro.booking.domain.cells import DayCells, cell_at, cell_from
from vuoro.booking.domain.free_times import Calendar
from vuoro.booking.domain.hours import MIDNIGHT, ExtraBlock, OfficeHours, Terms, WeeklyBlock
from vuoro.booking.store.tables import bookings, calendar
from vuoro.core.opening_hours import Minutes, moment_of, parse_span, parse_week

Block = WeeklyBlock | ExtraBlock


def office_hours(sql: Connection, tenant: str) -> dict[str, OfficeHours]:
    """The hours of every active office of an area."""
    office = calendar.office.c
    query = select(office.id, office.hours, office.exceptions, office.closed_on_holidays).where(
        office.tenant == tenant, office.active
    )
    return {
        row.id: OfficeHours(
            parse_week(row.hours),
            {date.fromisoformat(day): parse_span(text) for day, text in row.exceptions.items()},
            row.closed_on_holidays,
        )
        for row in sql.execute(query)
    }


def working(sql: Connection, specialists: Sequence[str], first: date, last: date) -> list[Calendar]:
    """What specialists work from one local day to another, less absences; bookings left out."""
    blocks = _blocks(sql, specialists, first, last)
    away = _absences(sql, specialists, first, last)
    return [Calendar(who, blocks[who], away[who]) for who in specialists if who in blocks]


def with_taken(
    sql: Connection, calendars: Sequence[Calendar], first: date, last: date, now_ms: int
) -> list[Calendar]:
    """The same calendars with what bookings, holds and leases occupy."""
    taken = _occupied(sql, [each.specialist for each in calendars], first, last, now_ms)
    return [replace(each, taken=(*each.taken, *taken[each.specialist])) for each in calendars]


def _blocks(
    sql: Connection, specialists: Sequence[str], first: date, last: date
) -> dict[str, list[Block]]:
    found: dict[str, list[Block]] = defaultdict(list)
    weekly = calendar.working_hours
    query = select(weekly).where(
        weekly.c.specialist.in_(specialists),
        weekly.c.valid_from <= last.isoformat(),
        or_(weekly.c.valid_until == "", weekly.c.valid_until >= first.isoformat()),
    )
    for row in sql.execute(query).mappings():
        until = date.fromisoformat(row["valid_until"]) if row["valid_until"] else None
        since = date.fromisoformat(row["valid_from"])
        block = WeeklyBlock(
            _terms(row), row["weekday"], _hours(row), since, until, row["every_weeks"]
        )
        found[row["specialist"]].append(block)
    extra = calendar.extra_hours
    extras = select(extra).where(
        extra.c.specialist.in_(specialists),
        extra.c.day.between(first.isoformat(), last.isoformat()),
    )
    for row in sql.execute(extras).mappings():
        day = date.fromisoformat(row["day"])
        found[row["specialist"]].append(ExtraBlock(_terms(row), day, _hours(row)))
    return found


def _absences(
    sql: Connection, specialists: Sequence[str], first: date, last: date
) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    away = calendar.absence.c
    query = select(away.specialist, away.starts_at, away.ends_at).where(
        away.specialist.in_(specialists),
        away.ends_at > to_ms(moment_of(first, 0)),
        away.starts_at < to_ms(moment_of(last, MIDNIGHT)),
    )
    for who, starts_at, ends_at in sql.execute(query):
        found[who].append((cell_at(from_ms(starts_at)), cell_from(from_ms(ends_at))))
    return found


def _occupied(
    sql: Connection, specialists: Sequence[str], first: date, last: date, now_ms: int
) -> dict[str, list[tuple[int, int]]]:
    """The cells of each holder lie together, so its first and last say all."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    days = DayCells(first, last)
    cell = bookings.occupied.c
    query = (
        select(cell.specialist, func.min(cell.cell), func.max(cell.cell) + 1)
        .where(
            cell.specialist.in_(specialists),
            cell.cell.between(days.base, days.base + days.count),
            or_(cell.expires_at.is_(None), cell.expires_at > now_ms),
        )
        .group_by(cell.specialist, cell.holder)
    )
    for who, begin, end in sql.execute(query):
        found[who].append((begin, end))
    return found


def _terms(row: RowMapping) -> Terms:
    return Terms(
        row["office"], _names(row["channels"]), _names(row["services"]), row["audience"] == "staff"
    )


def _names(listed: Any) -> frozenset[str]:
    names: Iterable[str] = listed
    return frozenset(names)


def _hours(row: RowMapping) -> Minutes:
    return _minute(row["starts"]), _minute(row["ends"])


def _minute(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])
