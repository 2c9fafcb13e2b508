"""Salvage of the lobby's database: a new one from whatever is left of it, on whatever medium."""

import logging
from dataclasses import dataclass
from pathlib import Path

from vuoro.core.clock import Clock
from vuoro.core.ids import Ids
from vuoro.lobby.appliance.backups import backups_of
from vuoro.lobby.appliance.in_place import fresh_folder, put_in_place
from vuoro.lobby.opening import DATABASE
from vuoro.queue.service.salvaging import take_over
from vuoro.queue.store import Store, high_water
from vuoro.queue.store.copies import Copies, copies_of, databases
from vuoro.queue.store.ownership import Ownership
from vuoro.queue.store.salvage.gathering import Account, db_uuid_in, gather

log = logging.getLogger(__name__)


class NothingFound(Exception):
    """No event of ours could be read anywhere; everything was left as it was."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came of it. ``contradicting``: rows that were left out since others say otherwise."""

    account: Account
    events: int
    contradicting: int
    aside: Path


def salvage(data: Path, second: Path | None, clock: Clock, ids: Ids) -> Salvaged:
    """Make a new database of the pages that can be read, the copies on the second medium, and its
    backups; the old one is put aside. Nobody may have it open.

    Raises DatabaseBusy, NothingFound, StoreError and OSError; the old one is then untouched.
    """
    owner = Ownership(data / DATABASE)
    try:
        return _salvage(data, second, clock, ids)
    finally:
        owner.release()


def _salvage(data: Path, second: Path | None, clock: Clock, ids: Ids) -> Salvaged:
    database = data / DATABASE
    seen = high_water.read(database)
    name = seen.db_uuid if seen is not None else db_uuid_in(database)
    copies, backups = _on(second, name)
    last = seen.next_n - 1 if seen is not None else 0
    gathered = gather(database, copies.events, backups, last)
    if not gathered.events:
        raise NothingFound(
            f"Nothing of ours can be read in {database}, and nothing is on the second medium. "
            "Restore a backup: vuoro appliance restore"
        )
    store = Store(fresh_folder(data) / DATABASE, clock, ids)
    try:
        filled = take_over(store, gathered, seen, copies.meta, ids, clock)
    finally:
        store.close()
    aside = put_in_place(data, clock.now())
    done = Salvaged(gathered.account, filled.events, filled.contradicting, aside)
    log.warning("the database was salvaged", extra=summary(done))
    return done


def summary(done: Salvaged) -> dict[str, int]:
    """The figures, for a log."""
    account = done.account
    return {
        "events": done.events, "from_copies": account.from_copies,
        "from_backups": account.from_backups, "missing": account.missing,
        "damaged_pages": account.damaged_pages, "contradicting": done.contradicting,
    }  # fmt: skip


def _on(second: Path | None, name: str) -> tuple[Copies, list[Path]]:
    """What a second medium has of this database; a medium that fails has nothing."""
    nothing = Copies({}, ()), list[Path]()
    if second is None:
        return nothing
    try:
        # Where nothing here says whose this was, the newest copies are this device's.
        name = name or next(reversed(databases(second)), "")
        return (copies_of(second, name), backups_of(second, name)[:1]) if name else nothing
    except OSError as error:
        log.warning("the second medium can't be read", extra={"error": str(error.strerror)})
        return nothing
