"""Locks between processes on PostgreSQL; an SQLite database has one process anyway."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from vuoro.booking.store.database import Database

_VUORO = 0x56554F52
"""The first half of the lock's number, so that other programs of the server have others."""
UPGRADING = 1
JOBS = 2


@contextmanager
def locked(db: Database, number: int) -> Iterator[None]:
    """Be the only process in here; wait for whoever is."""
    if db.is_sqlite:
        yield
        return
    with db.engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:a, :b)"), _key(number))
        connection.commit()
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:a, :b)"), _key(number))
            connection.commit()


class Leadership:
    """Being the one process that does something, for as long as its connection lives."""

    def __init__(self, db: Database, number: int) -> None:
        self._db, self._number = db, number
        self._connection: Connection | None = None

    def held(self) -> bool:
        """Whether this process is the one; becomes it when there is none."""
        if self._db.is_sqlite:
            return True
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
                self._connection.commit()
                return True
            return self._try()
        except SQLAlchemyError:
            self.give_up()
            return False

    def give_up(self) -> None:
        """Let another process be the one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            # A server that is busy notices late that a connection is gone, and keeps its lock.
            with suppress(SQLAlchemyError):
                connection.execute(text("SELECT pg_advisory_unlock(:a, :b)"), _key(self._number))
            # The lock belongs to the connection: one that went back to the pool would keep it.
            connection.invalidate()
            connection.close()

    def _try(self) -> bool:
        connection = self._db.engine.connect()
        self._connection = connection
        got = connection.execute(text("SELECT pg_try_advisory_lock(:a, :b)"), _key(self._number))
        mine = bool(got.scalar_one())
        connection.commit()
        if not mine:
            self._connection = None
            connection.close()
        return mine


def _key(number: int) -> dict[str, int]:
    return {"a": _VUORO, "b": number}
