"""Opening a lobby without serving it: for administration and for the demo's morning."""

from collections.abc import Iterator
from contextlib import contextmanager

from vuoro.core.clock import Clock
from vuoro.core.ids import RandomIds
from vuoro.core.settings.schema import LobbySettings
from vuoro.lobby.complaint import FAILED, Complaint
from vuoro.queue.office_file import BadOffice, load_office
from vuoro.queue.service import LobbyService
from vuoro.queue.store import Store, StoreError

DATABASE = "lobby.db"


@contextmanager
def open_lobby(settings: LobbySettings, clock: Clock) -> Iterator[LobbyService]:
    """The lobby of these settings while the context lasts. Raises Complaint."""
    try:
        office = load_office(settings.office)
        with open_store(settings, clock) as store:
            yield LobbyService(
                office,
                store,
                clock,
                RandomIds(clock),
                public_url=settings.public_url,
                publish=lambda committed: None,
            )
    except BadOffice as error:
        raise Complaint(*error.errors) from None


@contextmanager
def open_store(settings: LobbySettings, clock: Clock) -> Iterator[Store]:
    """The database of these settings while the context lasts. Raises Complaint."""
    try:
        store = Store(settings.data / DATABASE, clock, RandomIds(clock))
        try:
            yield store
        finally:
            store.close()
    except StoreError as error:
        raise Complaint(str(error), status=FAILED) from None
