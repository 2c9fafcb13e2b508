"""One database, PostgreSQL or SQLite, behind the same two doors: ``begin`` to write, ``read``."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import QueuePool, StaticPool

PRAGMAS = (
    "synchronous=EXTRA", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
    "busy_timeout=5000", "mmap_size=0", "secure_delete=ON", "cell_size_check=ON",
    "trusted_schema=OFF", "temp_store=MEMORY",
    "journal_size_limit=8388608", "cache_size=-32768",
)  # fmt: skip
"""offline_sync §3.13; EXTRA flushes the folder while the file becomes a WAL one."""
READERS = 8
POOL = 20


class Database:
    """Where the backend keeps everything.

    On SQLite one connection writes and checkpoints, under a lock, as SQLite before 3.51.3 demands;
    others only read. On PostgreSQL every transaction has a connection of its own (READ COMMITTED);
    who needs more takes row locks.
    """

    def __init__(self, url: str) -> None:
        """``postgresql+psycopg://…``, ``sqlite:////path/to/file`` or ``sqlite://`` (in memory)."""
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self._lock = threading.RLock()
        if not self.is_sqlite:
            self.engine = create_engine(
                parsed,
                pool_size=POOL,
                max_overflow=10,
                pool_pre_ping=True,
                hide_parameters=True,
                json_serializer=_json,
                json_deserializer=orjson.loads,
            )
            self._readers = self.engine
            return
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = _sqlite(parsed, writer=True)
        in_memory = not parsed.database or parsed.database == ":memory:"
        self._readers = self.engine if in_memory else _sqlite(parsed, writer=False)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction that writes; an exception rolls everything back.

        On SQLite it begins IMMEDIATE: a transaction that reads first never fails for being late.
        """
        if not self.is_sqlite:
            with self.engine.begin() as connection:
                yield connection
            return
        with self._lock, self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Rows as of one moment; nothing can be written."""
        if self._readers is not self.engine:
            with self._readers.connect() as connection:
                yield connection
        elif self.is_sqlite:
            with self._lock, self.engine.begin() as connection:
                yield connection
        else:
            with self.engine.connect() as connection:
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
                yield connection

    def for_update(self, statement: Any) -> Any:
        """A SELECT whose rows nobody else changes before this transaction ends."""
        return statement if self.is_sqlite else statement.with_for_update()

    def close(self) -> None:
        """Let go of every connection."""
        if self._readers is not self.engine:
            self._readers.dispose()
        self.engine.dispose()


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _sqlite(url: Any, *, writer: bool) -> Engine:
    engine = create_engine(
        url,
        poolclass=StaticPool if writer else QueuePool,
        connect_args={"check_same_thread": False, "timeout": 5.0},
        hide_parameters=True,
        json_serializer=_json,
        json_deserializer=orjson.loads,
        **({} if writer else {"pool_size": READERS, "max_overflow": 0}),
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if not writer:
            connection.execute("PRAGMA query_only=ON")
            connection.execute("PRAGMA wal_autocheckpoint=0")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")

    return engine
