"""The tables of schema step 3: tickets that stand for two numbers or a leased time, and what a
second kiosk has told (offline_sync §3.1, §3.9 row 2).

``joined`` holds every event of a second kiosk that was taken in, with what became of it.
"""

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text

from vuoro.queue.store import schema

_COLUMNS = (
    "also TEXT NOT NULL DEFAULT ''",
    "merged_into TEXT",
    "lease TEXT",
)
present = MetaData()
ticket = schema.ticket.to_metadata(present)
"""As it is since step 3."""
ticket.append_column(Column("also", Text, nullable=False, server_default=""))
ticket.append_column(Column("merged_into", Text))
ticket.append_column(Column("lease", Text))

joined = Table(
    "joined", MetaData(),
    Column("event_id", Text, primary_key=True),
    Column("status", Text, nullable=False),
    Column("into_visit", Text),
    Column("problem", Text),
    Column("at", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip


def third_step(connection: Connection) -> None:
    """Bring a database of step 2 to step 3, by additions only."""
    for column in _COLUMNS:
        connection.exec_driver_sql(f"ALTER TABLE ticket ADD COLUMN {column}")
    joined.create(connection)
