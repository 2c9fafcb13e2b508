"""Rows written many at a time, the same way on both databases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table
from sqlalchemy.dialects import postgresql, sqlite

from vuoro.booking.store import Work


def upsert(work: Work, table: Table, rows: Sequence[dict[str, Any]], *, same: str = "") -> None:
    """Insert rows, or change those whose primary key is there.

    ``same`` names a column that must not differ: a row of another office, say, is left alone.
    """
    if not rows:
        return
    insert = _insert(work)(table)
    keys = [column.name for column in table.primary_key]
    changed = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    where: ColumnElement[bool] | None = table.c[same] == insert.excluded[same] if same else None
    work.sql.execute(
        insert.on_conflict_do_update(index_elements=keys, set_=changed, where=where), list(rows)
    )


def insert_new(work: Work, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows that break no unique key; the others are there already."""
    if rows:
        work.sql.execute(_insert(work)(table).on_conflict_do_nothing(), list(rows))


def _insert(work: Work) -> Any:
    return (sqlite if work.sql.dialect.name == "sqlite" else postgresql).insert
