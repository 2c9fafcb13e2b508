"""Opening the backend: its folder, its secret, its database brought up to date."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, insert, make_url, select
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from vuoro.booking.backend import Backend
from vuoro.booking.secret_file import NAME, BadSecret, make_secret, read_secret
from vuoro.booking.store import Database
from vuoro.booking.store.advisory import UPGRADING, locked
from vuoro.booking.store.migrations import NewerDatabase, migrate
from vuoro.booking.store.tables import calendar
from vuoro.booking.vault import MasterSecret, Sealed, Vault
from vuoro.core.clock import Clock
from vuoro.core.ids import RandomIds
from vuoro.core.settings.schema import BookingSettings

DATABASE = "booking.db"
_CHECK = "vault_check"
_CHECK_TEXT = b"the secret that fits this database"


class CantOpen(Exception):
    """The backend can't be opened; the message says what to do."""


class InUse(CantOpen):
    """Another process owns the SQLite database."""


class OwnDatabase(Database):
    """An SQLite database that this process alone has open.

    SQLite before 3.51.3 can corrupt one that two processes write (offline_sync §3.13). The kernel
    lets the lock go when the process ends, however it ends.
    """

    def __init__(self, file: Path, url: str) -> None:
        """Raises InUse."""
        lock = file.with_suffix(".lock")
        self._owned = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._owned, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._owned)
            raise InUse(
                f"{file} is in use by another process. Stop that one first, or give this one a "
                "data folder of its own ([booking] data)."
            ) from None
        super().__init__(url)

    def close(self) -> None:
        super().close()
        os.close(self._owned)


@contextmanager
def opened(settings: BookingSettings, clock: Clock) -> Iterator[Backend]:
    """The backend of these settings while the context lasts. Raises CantOpen."""
    backend = open_backend(settings, clock)
    try:
        yield backend
    finally:
        backend.db.close()


def open_backend(settings: BookingSettings, clock: Clock) -> Backend:
    """The backend of these settings, its tables up to date. Raises CantOpen.

    Without a database address it is ``booking.db`` in the data folder.
    """
    with _in_words(settings):
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        db = _database(settings)
        try:
            with locked(db, UPGRADING):
                migrate(db)
                vault = Vault(_secret(settings, db))
            backend = Backend(
                db, clock, RandomIds(clock), vault,
                public_url=settings.public_url, private_webhooks=settings.private_webhooks,
                lobby_names=settings.lobby_names,
            )  # fmt: skip
            backend.server_epoch()
        except BaseException:
            db.close()
            raise
    return backend


def _database(settings: BookingSettings) -> Database:
    usual = URL.create("sqlite", database=str(settings.data.absolute() / DATABASE))
    url = make_url(settings.database) if settings.database else usual
    text = url.render_as_string(hide_password=False)
    if url.get_backend_name() != "sqlite" or not url.database:
        return Database(text)
    file = Path(url.database)
    file.parent.mkdir(parents=True, exist_ok=True)
    return OwnDatabase(file, text)


def _secret(settings: BookingSettings, db: Database) -> MasterSecret:
    """The secret that this database was begun with, or a new one to begin with."""
    file = settings.data / NAME
    found = read_secret(settings.data)
    with db.begin() as sql:
        check = _check(sql)
        if check is None:
            secret = found or make_secret(settings.data)
            sealed = Vault(secret).seal(_CHECK_TEXT, _CHECK).hex()
            sql.execute(insert(calendar.meta), {"k": _CHECK, "v": sealed})
            return secret
    if found is None:
        raise CantOpen(
            f"{file} is missing, and without it nothing personal in the database can be read. "
            "Put it there, from the backup or from another computer of this backend."
        )
    try:
        Vault(found).open(bytes.fromhex(check), _CHECK)
    except Sealed:
        raise CantOpen(
            f"The secret in {file} is not the one this database was begun with, so nothing "
            "personal in it can be read. Put the right one there, from the backup or from another "
            "computer of this backend."
        ) from None
    return found


def _check(sql: Connection) -> str | None:
    """What was sealed with the secret when the database was begun, hex."""
    query = select(calendar.meta.c.v).where(calendar.meta.c.k == _CHECK)
    found: str | None = sql.execute(query).scalar_one_or_none()
    return found


@contextlib.contextmanager
def _in_words(settings: BookingSettings) -> Iterator[None]:
    """What goes wrong, as CantOpen; without the address of the database: it may hold a password."""
    try:
        yield
    except (BadSecret, NewerDatabase) as error:
        raise CantOpen(str(error)) from None
    except OSError as error:
        raise CantOpen(
            f"The data folder {settings.data} can't be used ({error.strerror}). "
            "Check [booking] data and who owns it."
        ) from None
    except ArgumentError:
        raise CantOpen("[booking] database is not an address of a database.") from None
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or type(error).__name__).strip()
        raise CantOpen(f"The database can't be opened: {reason}") from None
