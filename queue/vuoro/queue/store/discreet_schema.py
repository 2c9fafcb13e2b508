"""The tables of schema step 4: how a visitor wants to be called (docs/decisions/0034)."""

from sqlalchemy import Column, Connection, Integer, MetaData

from vuoro.queue.store import line_schema

_NAMES = ("silent", "elsewhere")
ticket = line_schema.ticket.to_metadata(MetaData())
"""As it is since step 4."""
for _name in _NAMES:
    ticket.append_column(Column(_name, Integer, nullable=False, server_default="0"))


def fourth_step(connection: Connection) -> None:
    """Bring a database of step 3 to step 4, by additions only."""
    for name in _NAMES:
        connection.exec_driver_sql(
            f"ALTER TABLE ticket ADD COLUMN {name} INTEGER NOT NULL DEFAULT 0"
        )
