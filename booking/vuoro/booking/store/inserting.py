"""Rows that are written unless they break a unique key; the same on both databases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

_COUNTED = {"preserve_rowcount": True}
"""Without it SQLAlchemy drops psycopg's count of an INSERT."""


def insert_new(sql: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Insert the rows that break no unique key; how many these were."""
    if not rows:
        return 0
    insert = (sqlite if sql.dialect.name == "sqlite" else postgresql).insert
    new = insert(table).on_conflict_do_nothing()
    return sql.execute(new, list(rows), execution_options=_COUNTED).rowcount
