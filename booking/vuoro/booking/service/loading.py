"""Reads what free times are reckoned from, in a handful of queries however many specialists."""

import functools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import orjson
from sqlalchemy import ColumnElement, Connection, Table, Text, cast, func, or_, select

from vuoro.booking.backend import from_ms, to_ms
from vuoro.booking.domain.cells import DayCells, cell_at, cell_from
from vuoro.booking.domain.free_times import Block, Calendar
from vuoro.booking.domain.hours import (
    MIDNIGHT,
    ExtraBlock,
    Names,
    OfficeHours,
    Terms,
    WeeklyBlock,
)
from vuoro.booking.store.tables import bookings, calendar
from vuoro.core.opening_hours import Minutes, moment_of, parse_span, parse_week


def office_hours(sql: Connection, tenant: str) -> dict[str, OfficeHours]:
    """The hours of every active office of an area."""
    office = calendar.office.c
    query = select(office.id, office.hours, office.exceptions, office.closed_on_holidays).where(
        office.tenant == tenant, office.active
    )
    return {
        row.id: OfficeHours(
            parse_week(row.hours),
            {_day(day): parse_span(text) for day, text in row.exceptions.items()},
            row.closed_on_holidays,
        )
        for row in sql.execute(query).all()
    }


def working(sql: Connection, specialists: Sequence[str], first: date, last: date) -> list[Calendar]:
    """What specialists work from one local day to another, less absences; bookings left out."""
    blocks = _blocks(sql, specialists, first, last)
    away = _absences(sql, specialists, first, last)
    return [Calendar(who, blocks[who], away[who]) for who in specialists if who in blocks]


def with_taken(
    sql: Connection, calendars: Sequence[Calendar], first: date, last: date, now_ms: int
) -> list[Calendar]:
    """The same calendars with the spans of bookings, holds and leases, each by itself."""
    cell, found = bookings.occupied.c, _spans()
    whose = _occupied(calendars, first, last, now_ms)
    query = select(cell.specialist, func.min(cell.cell), func.max(cell.cell) + 1).where(*whose)
    for who, begin, end in sql.execute(query.group_by(cell.specialist, cell.holder)).all():
        found[who].append((begin, end))
    return [replace(each, taken=(*each.taken, *found[each.specialist])) for each in calendars]


def with_cells(
    sql: Connection, calendars: Sequence[Calendar], first: date, last: date, now_ms: int
) -> list[Calendar]:
    """The same calendars with every occupied cell, whosever it is: five times faster for many.

    The database writes each specialist's cells in one line, and numpy reads it.
    """
    cell = bookings.occupied.c
    line = func.aggregate_strings(cast(cell.cell, Text), ",")
    query = select(cell.specialist, line).where(*_occupied(calendars, first, last, now_ms))
    rows = sql.execute(query.group_by(cell.specialist)).all()
    lines = {who: text for who, text in rows}
    return [
        replace(each, cells=np.fromstring(lines.get(each.specialist, ""), np.int64, sep=","))
        for each in calendars
    ]


def _blocks(
    sql: Connection, specialists: Sequence[str], first: date, last: date
) -> dict[str, list[Block]]:
    found: dict[str, list[Block]] = defaultdict(list)
    weekly, extra = calendar.working_hours.c, calendar.extra_hours.c
    query = select(
        weekly.specialist, *_of_block(calendar.working_hours),
        weekly.weekday, weekly.valid_from, weekly.valid_until, weekly.every_weeks,
    ).where(
        weekly.specialist.in_(specialists),
        weekly.weekday.in_(_weekdays(first, last)),
        weekly.valid_from <= last.isoformat(),
        or_(weekly.valid_until == "", weekly.valid_until >= first.isoformat()),
    )  # fmt: skip
    for who, *block in sql.execute(query).all():
        found[who].append(_weekly(*block))
    extras = select(extra.specialist, *_of_block(calendar.extra_hours), extra.day).where(
        extra.specialist.in_(specialists),
        extra.day.between(first.isoformat(), last.isoformat()),
    )
    for who, *block in sql.execute(extras).all():
        found[who].append(_extra(*block))
    return found


def _absences(
    sql: Connection, specialists: Sequence[str], first: date, last: date
) -> dict[str, list[tuple[int, int]]]:
    found = _spans()
    away = calendar.absence.c
    query = select(away.specialist, away.starts_at, away.ends_at).where(
        away.specialist.in_(specialists),
        away.ends_at > to_ms(moment_of(first, 0)),
        away.starts_at < to_ms(moment_of(last, MIDNIGHT)),
    )
    for who, starts_at, ends_at in sql.execute(query).all():
        found[who].append((cell_at(from_ms(starts_at)), cell_from(from_ms(ends_at))))
    return found


def _occupied(
    calendars: Sequence[Calendar], first: date, last: date, now_ms: int
) -> tuple[ColumnElement[bool], ...]:
    days, cell = DayCells(first, last), bookings.occupied.c
    return (
        cell.specialist.in_([each.specialist for each in calendars]),
        cell.cell.between(days.base, days.base + days.count),
        or_(cell.expires_at.is_(None), cell.expires_at > now_ms),
    )


def _weekdays(first: date, last: date) -> set[int]:
    return {day % 7 for day in range(first.weekday(), first.weekday() + (last - first).days + 1)}


def _spans() -> dict[str, list[tuple[int, int]]]:
    return defaultdict(list)


def _of_block(table: Table) -> list[ColumnElement[Any]]:
    """The columns of ``Terms`` and hours; lists stay the text that they are in the database."""
    lists = (cast(table.c[name], Text) for name in ("channels", "services"))
    return [table.c.office, *lists, table.c.audience, table.c.starts, table.c.ends]


@functools.lru_cache(maxsize=16_384)
def _weekly(
    office: str, channels: str, services: str, audience: str, starts: str, ends: str,
    weekday: int, since: str, until: str, weeks: int,
) -> WeeklyBlock:  # fmt: skip
    """Kept between searches: a national calendar has thousands of blocks, which seldom change."""
    terms = _terms(office, channels, services, audience)
    last = _day(until) if until else None
    return WeeklyBlock(terms, weekday, _hours(starts, ends), _day(since), last, weeks)


def _extra(
    office: str, channels: str, services: str, audience: str, starts: str, ends: str, day: str
) -> ExtraBlock:
    terms = _terms(office, channels, services, audience)
    return ExtraBlock(terms, _day(day), _hours(starts, ends))


@functools.lru_cache(maxsize=4096)
def _terms(office: str, channels: str, services: str, audience: str) -> Terms:
    return Terms(office, _names(channels), _names(services), audience == "staff")


def _names(text: str) -> Names:
    return frozenset(orjson.loads(text))


def _hours(starts: str, ends: str) -> Minutes:
    return _minute(starts), _minute(ends)


@functools.cache
def _minute(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


@functools.lru_cache(maxsize=4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)
