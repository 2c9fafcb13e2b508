"""A backup brought back, and with it what the second medium has of the time since."""

import logging
import shutil
from dataclasses import dataclass
from pathlib import Path

from vuoro.core.clock import Clock
from vuoro.core.ids import Ids
from vuoro.lobby.appliance.in_place import fresh_folder, put_in_place
from vuoro.lobby.opening import DATABASE
from vuoro.queue.service.rolling_forward import restore_with
from vuoro.queue.store import DatabaseDamaged, Store, high_water
from vuoro.queue.store.copies import copies_of
from vuoro.queue.store.ownership import Ownership
from vuoro.queue.store.stream import first_break

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Restored:
    """``since``: events that happened after the backup and came from their copies."""

    events: int
    since: int
    aside: Path


def restore(backup: Path, data: Path, second: Path | None, clock: Clock, ids: Ids) -> Restored:
    """Bring a backup into use. What was in use is put aside. Nobody may have it open.

    Numbers begin a new series, and the backend is asked for a new epoch. Raises DatabaseBusy,
    DatabaseDamaged for a backup that is not whole, StoreError, OSError; then nothing has changed.
    """
    data.mkdir(parents=True, exist_ok=True)
    owner = Ownership(data / DATABASE)
    try:
        making = fresh_folder(data)
        shutil.copyfile(backup, making / DATABASE)
        store = Store(making / DATABASE, clock, ids)
        try:
            since = _brought_up(store, data, second, clock, ids)
            (events,) = store.read("SELECT count(*) FROM event")[0]
        finally:
            store.close()
        done = Restored(events, since, put_in_place(data, clock.now()))
    finally:
        owner.release()
    log.warning("a backup was restored", extra={"events": events, "since": since})
    return done


def _brought_up(store: Store, data: Path, second: Path | None, clock: Clock, ids: Ids) -> int:
    if not store.check() or first_break(store) is not None:
        raise DatabaseDamaged("This backup is damaged. Take an older one: vuoro appliance backups")
    name = store.journal.values["db_uuid"]
    seen = high_water.read(data / DATABASE)
    if seen is not None and seen.db_uuid != name:
        # Of another database that lay here: its marks say nothing about these numbers.
        seen = None
    copies = copies_of(second, name).events if second is not None else ()
    return restore_with(store, copies, seen, ids, clock)
