"""The tables of schema step 2: what keeping one story with the backend needs (offline_sync §3.2).

``mirror_new`` is where a snapshot is laid out before it takes the mirror's place. ``dead_letter``
holds events that the backend kept failing on; ``redacted`` those whose personal data were erased;
``inbox`` the backend's commands that were carried out.
"""

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

synced = MetaData()

mirror_new = Table(
    "mirror_new", synced,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("rev", Integer, nullable=False),
    Column("change", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("day", Text, nullable=False, server_default=""),
    sqlite_with_rowid=False,
)  # fmt: skip

time_anchor = Table(
    "time_anchor", synced,
    Column("boot_id", LargeBinary, primary_key=True),
    Column("mono_ms", Integer, primary_key=True),
    Column("server_ms", Integer, nullable=False),
    Column("rtt_ms", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

inbox = Table(
    "inbox", synced,
    Column("command_id", Text, primary_key=True),
    Column("result", LargeBinary, nullable=False),
    Column("at", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

_event = Table("event", synced, Column("n", Integer, primary_key=True))
"""Of step 1; here only to be pointed at."""

dead_letter = Table(
    "dead_letter", synced,
    Column("event_n", Integer, ForeignKey("event.n"), primary_key=True),
    Column("stand_in", Integer, ForeignKey("event.n"), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("at", Integer, nullable=False),
    Column("sent_at", Integer),
)  # fmt: skip

redacted = Table(
    "redacted", synced,
    Column("event_n", Integer, ForeignKey("event.n"), primary_key=True),
    Column("at", Integer, nullable=False),
)  # fmt: skip

TABLES = (mirror_new, time_anchor, inbox, dead_letter, redacted)
_DAY = (
    "ALTER TABLE mirror ADD COLUMN day TEXT NOT NULL DEFAULT ''",
    "UPDATE mirror SET day = substr(json_extract(CAST(data AS TEXT), '$.start'), 1, 10) "
    "WHERE kind = 'booking' AND removed = 0",
)
"""Rows that are here keep the day of their start in UTC until they change: office hours have the
same one in Helsinki."""


def second_step(connection: Connection) -> None:
    """Bring a database of step 1 to step 2, by additions only."""
    synced.create_all(connection, tables=list(TABLES), checkfirst=False)
    for statement in _DAY:
        connection.exec_driver_sql(statement)
