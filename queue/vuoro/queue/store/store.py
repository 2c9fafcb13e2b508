"""The store: transactions in which state and the events that tell of it are written together."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from vuoro.core.clock import Clock
from vuoro.core.ids import Ids
from vuoro.queue.store.ballast import Ballast
from vuoro.queue.store.checkpoints import Checkpoints
from vuoro.queue.store.commit_times import CommitTimes
from vuoro.queue.store.errors import (
    DatabaseBroken,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseUnusable,
    StoreError,
)
from vuoro.queue.store.event_row import COLUMNS, EventRow
from vuoro.queue.store.journal import Journal
from vuoro.queue.store.migrations import migrate, refuse_foreign
from vuoro.queue.store.ownership import Ownership
from vuoro.queue.store.rows import BY_KIND, Row
from vuoro.queue.store.second_medium import SecondMedium

PRAGMAS = (
    "synchronous=EXTRA", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
    "busy_timeout=5000", "mmap_size=0", "secure_delete=ON", "cell_size_check=ON",
    "trusted_schema=OFF", "temp_store=MEMORY", "journal_size_limit=8388608",
    "wal_autocheckpoint=0", "cache_size=-16384",
)  # fmt: skip
"""offline_sync §3.13; the writer checkpoints by itself, when it is worth it.

EXTRA while the file becomes a WAL one: it also flushes the folder. Without that a power cut may
bring back the rollback journal of a new file, which then undoes everything that came after it.
"""


def nowhere(point: str) -> None:
    """The crash point that never crashes; tests give one that does."""


@dataclass
class Work:
    """One transaction: what it changed, in order."""

    sql: sqlite3.Connection
    journal: Journal
    rows: list[Row] = field(default_factory=list)
    at: Callable[[str], None] = nowhere

    def record(
        self,
        kind: str,
        rows: Sequence[Row],
        *,
        day: str,
        actor: str,
        cause: str = "",
        beside: Mapping[str, Any] | None = None,
    ) -> int:
        """Write an event and the rows it changes, at most one of a kind; it is about the last.

        ``beside``: what else is told; it changes nothing here. Gives the event's position, which
        becomes the rows' version.
        """
        n = self.journal.next_n
        stamped = [replace(row, version=n) for row in rows]
        payload = {BY_KIND[type(row)].name: BY_KIND[type(row)].plain(row) for row in stamped}
        assert len(payload) == len(stamped), "an event tells of one row of a kind"
        entity = getattr(stamped[-1], "id", None)
        told = payload if beside is None else {**payload, **beside}
        self.journal.append(self.sql, kind, told, entity, day, actor, cause, self.at)
        for row in stamped:
            mapper = BY_KIND[type(row)]
            self.sql.execute(mapper.upsert, tuple(payload[mapper.name].values()))
        self.at("after_projection")
        self.rows.extend(stamped)
        return n

    def note(self, kind: str, payload: dict[str, Any], *, day: str, actor: str) -> int:
        """Write an event that changes no row. Gives its position."""
        n = self.journal.next_n
        self.journal.append(self.sql, kind, payload, None, day, actor, "", self.at)
        return n

    def execute(self, sql: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        """Run a statement on the device's own tables."""
        return self.sql.execute(sql, values)


class Store:
    """lobby.db. Every method must be called from one thread at a time.

    The writing connection is the only one.
    """

    def __init__(
        self,
        path: Path | None,
        clock: Clock,
        ids: Ids,
        at: Callable[[str], None] = nowhere,
        mono: Callable[[], float] = time.monotonic,
        second: SecondMedium | None = None,
    ) -> None:
        """Open or make the database; ``None`` is one in memory. Events are copied to ``second``.

        Raises StoreError.
        """
        self.path, self._at, self._mono, self.second = path, at, mono, second
        self.ballast: Ballast | None = None
        """Given up when the disk is full; a service that nobody watches has one."""
        self.commit_times = CommitTimes()
        self._checkpoints = Checkpoints()
        self._broken: DatabaseBroken | None = None
        self._owner = _own(path)
        self.engine = _engine(path)
        try:
            self.connection = self._connect()
            self._sql = _driver(self.connection)
            migrate(self.connection)
            self._check_after_crash()
            self.journal = Journal(self._sql, clock, ids)
            if second is not None:
                second.begin(self.journal.values)
        except (DatabaseError, sqlite3.Error, StoreError) as error:
            self._let_go()
            raise _at_start(error, path) from error

    @contextmanager
    def begin(self) -> Iterator[Work]:
        """A transaction (BEGIN IMMEDIATE … COMMIT); an exception rolls everything back.

        Raises DatabaseFull when there is no room; the transaction then never happened.
        """
        if self._broken is not None:
            raise self._broken
        work = Work(self._sql, self.journal, at=self._at)
        mark = self.journal.mark()
        self.journal.written.clear()
        self._at("before_begin")
        try:
            self._sql.execute("BEGIN IMMEDIATE")
            self._at("after_begin")
            yield work
            self._at("before_commit")
            began = self._mono()
            self._sql.execute("COMMIT")
            ended = self._mono()
            self.commit_times.note(ended - began)
            self._checkpoints.committed(ended)
        except BaseException as error:
            self.journal.back_to(mark)
            self._roll_back()
            if isinstance(error, sqlite3.Error):
                raise self._failed(error) from error
            raise
        self._at("after_commit")
        if self.second is not None and self.journal.written:
            self.second.copy(tuple(self.journal.written))

    def read(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """Rows of a query. Raises StoreError."""
        if self._broken is not None:
            raise self._broken
        try:
            return self._sql.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def look_again(self) -> None:
        """The places of events were changed in the database: go on from what it says now."""
        self.journal.look(self._sql)
        if self.second is not None:
            self.second.know(self.journal.values)

    def keep_in_reserve(self) -> None:
        """Room for when the disk is full."""
        if self.ballast is not None:
            self.ballast.lay()

    def copy_missing(self) -> None:
        """What the second medium could not take when it happened."""
        if self.second is not None:
            self.second.catch_up(self._events_after)

    def checkpoint(self, *, truncate: bool = False) -> None:
        """Move the write-ahead log into the file: PASSIVE by day, TRUNCATE at night."""
        self.read(f"PRAGMA wal_checkpoint({'TRUNCATE' if truncate else 'PASSIVE'})")
        self._checkpoints.moved()

    def checkpoint_if_due(self) -> None:
        """Move it where enough has gathered."""
        if self._checkpoints.are_due(self._mono()):
            self.checkpoint()

    def check(self) -> bool:
        """Whether the file is whole (``PRAGMA quick_check``)."""
        try:
            return bool(self.read("PRAGMA quick_check") == [("ok",)])
        except DatabaseBroken as error:
            if _is_corrupt(error.__cause__):
                return False
            raise

    def close(self) -> None:
        """Leave a file that needs no look at the next start."""
        with suppress(StoreError):
            self.checkpoint(truncate=True)
            self.read("PRAGMA optimize")
            self._note(clean=True)
        self._let_go()

    def _events_after(self, n: int, most: int) -> list[EventRow]:
        query = f"SELECT {COLUMNS} FROM event WHERE n > ? ORDER BY n LIMIT ?"
        return [EventRow(*row) for row in self.read(query, (n, most))]

    def give_up(self) -> None:
        """Leave the file as it is after a fall: it is looked through at the next start."""
        self._let_go()

    def _connect(self) -> Connection:
        connection = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        # Nothing may change a file that is not ours, and journal_mode would.
        refuse_foreign(connection, str(self.path))
        for pragma in PRAGMAS:
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        return connection

    def _roll_back(self) -> None:
        if self._sql.in_transaction:
            with suppress(sqlite3.Error):
                self._sql.execute("ROLLBACK")

    def _failed(self, error: sqlite3.Error) -> Exception:
        explained = _explained(error, self.path)
        if isinstance(explained, DatabaseBroken):
            self._broken = explained
        if isinstance(explained, DatabaseFull) and self.ballast is not None:
            self.ballast.give_up()
        return explained

    def _check_after_crash(self) -> None:
        """Look through the file where the last process did not close it (offline_sync §3.13)."""
        self.was_unclean = self.read("SELECT v FROM meta WHERE k = 'clean'") == [("no",)]
        if self.was_unclean and not self.check():
            raise DatabaseDamaged(_DAMAGED.format(path=self.path))
        self._note(clean=False)

    def _note(self, *, clean: bool) -> None:
        self.read(
            "INSERT OR REPLACE INTO meta (k, v) VALUES ('clean', ?)", ("yes" if clean else "no",)
        )

    def _let_go(self) -> None:
        if self.second is not None:
            self.second.close()
        if hasattr(self, "connection"):
            self.connection.close()
        self.engine.dispose()
        if self._owner is not None:
            self._owner.release()


def _own(path: Path | None) -> Ownership | None:
    if path is None:
        return None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return Ownership(path)
    except OSError as error:
        raise DatabaseUnusable(
            f"{path}: the folder can't be written to ({error.strerror}). "
            "Check [lobby] data and its permissions."
        ) from error


def _engine(path: Path | None) -> Engine:
    url = URL.create("sqlite+pysqlite", database=str(path) if path is not None else ":memory:")
    return create_engine(
        url, poolclass=StaticPool, connect_args={"check_same_thread": False}, hide_parameters=True
    )


def _driver(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection.

    On the write path SQLAlchemy's share of each statement would be 30 µs of 40.
    """
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


_DAMAGED = (
    "{path} is damaged. `vuoro appliance salvage` makes a new one of what it still holds, and of "
    "the second medium; a lobby service does so by itself when it starts."
)
_NO_ROOM = frozenset({"SQLITE_FULL", "SQLITE_IOERR_WRITE"})
"""IOERR_WRITE is a quota or a file size limit.

The write-ahead log was not grown, nothing else happened.
"""
_FAILING = ("SQLITE_IOERR", "SQLITE_CORRUPT", "SQLITE_NOTADB")


def _at_start(error: Exception, path: Path | None) -> Exception:
    if _is_corrupt(error) or _is_corrupt(error.__cause__):
        return DatabaseDamaged(_DAMAGED.format(path=path))
    return _explained(error, path)


def _is_corrupt(error: BaseException | None) -> bool:
    code = getattr(getattr(error, "orig", error), "sqlite_errorname", "")
    return bool(code.startswith("SQLITE_CORRUPT"))


def _explained(error: Exception, path: Path | None) -> Exception:
    if isinstance(error, StoreError):
        return error
    cause = getattr(error, "orig", error)
    code = getattr(cause, "sqlite_errorname", "")
    if code in _NO_ROOM:
        return DatabaseFull(
            f"The disk of {path} is full: nothing was recorded. "
            "Free some space; the lobby goes on by itself."
        )
    if code == "SQLITE_NOTADB":
        return DatabaseDamaged(
            f"{path} is not a database. Move it away, or point [lobby] data at another folder."
        )
    if code.startswith(_FAILING):
        return DatabaseBroken(f"{path} can't be trusted any more ({cause}). Check the disk.")
    if isinstance(cause, sqlite3.OperationalError):
        return StoreError(f"{path}: {cause}. Check the disk and the permissions.")
    return error
