"""The backend: the database, the vault and the clock that every use case stands on."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from vuoro.booking.store import Database, Work
from vuoro.booking.store.tables import calendar
from vuoro.booking.vault import Vault
from vuoro.core.clock import Clock
from vuoro.core.ids import Ids
from vuoro.core.settings.booking_schema import LOBBY_NAMES

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def nowhere(point: str) -> None:
    """The crash point that never crashes; tests give one that does."""


def to_ms(moment: datetime) -> int:
    """Whole milliseconds since 1970, rounded down."""
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(value: int) -> datetime:
    """The moment so many milliseconds after 1970, UTC."""
    return _EPOCH + value * _MILLISECOND


class Refused(Exception):
    """A command that can't be carried out. ``code`` is for programs, ``detail`` says what to do.

    ``status`` is the HTTP status. Raised inside a transaction it leaves no trace of it.
    """

    def __init__(
        self, code: str, detail: str, status: int = 409, retry_after: int | None = None
    ) -> None:
        super().__init__(code)
        self.code, self.detail, self.status, self.retry_after = code, detail, status, retry_after


class Backend:
    """Use cases are functions that take it first. They may run in any thread."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        ids: Ids,
        vault: Vault,
        *,
        public_url: str = "http://localhost:8490",
        private_webhooks: bool = False,
        lobby_names: tuple[str, ...] = LOBBY_NAMES,
        at: Callable[[str], None] = nowhere,
    ) -> None:
        """``public_url``: where clients reach the pages, without a slash at the end.

        ``private_webhooks``: those may go to this computer and its networks.
        ``lobby_names``: what lobby services are called, or what their names end in.
        ``at`` is told named points on the way, for crash tests.
        """
        self.db, self.clock, self.ids, self.vault = db, clock, ids, vault
        self.public_url, self.private_webhooks, self.at = public_url, private_webhooks, at
        self.lobby_names = lobby_names
        self._listeners: list[Callable[[frozenset[str]], None]] = []
        self._lock = threading.Lock()

    @property
    def now(self) -> datetime:
        """In whole milliseconds, as rows keep it."""
        return from_ms(self.now_ms)

    @property
    def now_ms(self) -> int:
        return to_ms(self.clock.now())

    @contextmanager
    def begin(self) -> Iterator[Work]:
        """A transaction: changes get their numbers right before COMMIT, listeners hear after it."""
        with self.db.begin() as connection:
            work = Work(connection, self.now_ms)
            yield work
            work.flush_changes()
            self.at("before_commit")
        self.at("after_commit")
        for then in work.afterwards:
            then()
        if work.changes:
            self._tell(frozenset(work.changes))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Rows as of one moment."""
        with self.db.read() as connection:
            yield connection

    def listen(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Be told which offices' streams have changed; the answer ends it. From any thread."""
        with self._lock:
            self._listeners.append(listener)

        def stop() -> None:
            with self._lock:
                self._listeners.remove(listener)

        return stop

    def server_epoch(self) -> str:
        """Changes when the database is restored from a backup (``vuoro booking restored``)."""
        found = self._meta("server_epoch")
        if found is not None:
            return found
        try:
            with self.begin() as work:
                values = {"k": "server_epoch", "v": self.ids.token()}
                work.sql.execute(insert(calendar.meta), values)
        except IntegrityError:
            pass  # Another worker was first.
        epoch = self._meta("server_epoch")
        assert epoch is not None, "it was just written"
        return epoch

    def _meta(self, key: str) -> str | None:
        with self.read() as sql:
            query = select(calendar.meta.c.v).where(calendar.meta.c.k == key)
            value: str | None = sql.execute(query).scalar_one_or_none()
            return value

    def _tell(self, offices: frozenset[str]) -> None:
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener(offices)
