"""Opening the database of a service that nobody watches: what can be mended is mended first."""

import logging
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from vuoro.core.clock import Clock
from vuoro.core.ids import Ids
from vuoro.core.settings.schema import LobbySettings
from vuoro.lobby.appliance.in_place import finish, named, put_aside
from vuoro.lobby.appliance.salvage import NothingFound, salvage
from vuoro.lobby.opening import DATABASE
from vuoro.queue.domain.office import Office
from vuoro.queue.service.loading import load_line
from vuoro.queue.service.rolling_forward import roll_forward
from vuoro.queue.store import DatabaseDamaged, DatabaseFull, Store, StoreError
from vuoro.queue.store.ballast import Ballast
from vuoro.queue.store.copies import copies_of
from vuoro.queue.store.ownership import Ownership
from vuoro.queue.store.second_medium import SecondMedium

log = logging.getLogger(__name__)

_LOOK_SECONDS = 5.0
"""So long a second medium may take to say what it has; later it only takes copies."""
_NOT_AGAIN = timedelta(hours=1)
"""A database that is damaged again so soon lies on a disk that fails, or we have a bug."""

Crash = Callable[[str], None]


def open_kept(settings: LobbySettings, office: Office, clock: Clock, ids: Ids, at: Crash) -> Store:
    """The database of a lobby service, salvaged where it is damaged, with every event that the
    second medium has. Raises StoreError."""
    _finish(settings.data)
    ballast = Ballast(settings.data / DATABASE)
    try:
        store = _opened(settings, office, clock, ids, at)
    except DatabaseFull:
        if not ballast.give_up():
            raise
        store = _opened(settings, office, clock, ids, at)
    except (DatabaseDamaged, _Unreadable) as error:
        log.error("the database is damaged", extra={"error": str(error)})
        _salvage(settings, clock, ids, error)
        store = _opened(settings, office, clock, ids, at)
    store.ballast = ballast
    _bring_up_to_date(store, settings.second_medium)
    store.copy_missing()
    return store


class _Unreadable(StoreError):
    """SQLite finds nothing wrong, but the rows make no sense."""


def _opened(settings: LobbySettings, office: Office, clock: Clock, ids: Ids, at: Crash) -> Store:
    second = None
    if settings.second_medium is not None:
        second = SecondMedium(settings.second_medium)
    store = Store(settings.data / DATABASE, clock, ids, at, second=second)
    try:
        if store.was_unclean:
            load_line(store, office)
    except (ValueError, TypeError, KeyError, sqlite3.Error, StoreError) as error:
        store.give_up()
        raise _Unreadable(f"its rows can't be read ({type(error).__name__})") from error
    return store


def _salvage(settings: LobbySettings, clock: Clock, ids: Ids, error: StoreError) -> None:
    """Raises the error again where nothing comes of it."""
    now = clock.now()
    since, until = named(now - _NOT_AGAIN), named(now + _NOT_AGAIN)
    # A folder from the future tells of a clock that was set back.
    if any(since < folder.name < until for folder in put_aside(settings.data)):
        raise error
    try:
        salvage(settings.data, settings.second_medium, clock, ids)
    except NothingFound as nothing:
        raise DatabaseDamaged(f"{error} {nothing}") from error
    except OSError as failed:
        raise StoreError(f"{error} It could not be salvaged: {failed}.") from error


def _bring_up_to_date(store: Store, folder: Path | None) -> None:
    second = store.second
    if second is None or folder is None or not second.wait(_LOOK_SECONDS):
        return
    newest, n = second.newest, store.journal.next_n
    if newest is None or newest.n < n:
        return
    try:
        roll_forward(store, copies_of(folder, store.journal.values["db_uuid"], n - 2).events)
    except OSError as error:
        log.warning("the second medium can't be read", extra={"error": str(error.strerror)})


def _finish(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
        owner = Ownership(data / DATABASE)
    except OSError:
        # Opening it says what is wrong with the folder.
        return
    try:
        finish(data)
    finally:
        owner.release()
