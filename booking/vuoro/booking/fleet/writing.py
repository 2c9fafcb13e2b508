"""Rows written many at a time, the same way on both databases."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

from vuoro.booking.store import Work


def upsert(work: Work, table: Table, rows: Sequence[dict[str, Any]], *, same: str = "") -> None:
    """Insert rows, or change those whose primary key is there.

    ``same`` names a column that must not differ: a row of another office, say, is left alone.
    """
    if rows:
        names = tuple(rows[0])
        statement = _upsert(work.sql.dialect.name, table, names, same)
        work.sql.execute(statement, list(rows))


@cache
def _upsert(dialect: str, table: Table, names: tuple[str, ...], same: str) -> Executable:
    insert = (sqlite if dialect == "sqlite" else postgresql).insert(table)
    keys = [column.name for column in table.primary_key]
    changed = {name: insert.excluded[name] for name in names if name not in keys}
    where = table.c[same] == insert.excluded[same] if same else None
    statement: Executable = insert.on_conflict_do_update(
        index_elements=keys, set_=changed, where=where
    )
    return statement
