"""Noticing at a start that the database is an older one than this device has written (§3.7)."""

import logging

from vuoro.core.ids import Ids
from vuoro.queue.service.identity import identity_in
from vuoro.queue.service.marks import fresh_mark, keep_marks, marks
from vuoro.queue.store import Store, Work, high_water
from vuoro.queue.store.high_water import HighWater
from vuoro.queue.store.meta import keep, kept

log = logging.getLogger(__name__)


def notice_restore(store: Store, ids: Ids, today: str) -> None:
    """If the file beside the database knows more than the database, numbers begin a new series.

    So do commands of desks, and the backend is asked for a new epoch as soon as it is reached.
    """
    if store.path is None:
        return
    seen, here = high_water.read(store.path), _here(store, today)
    if seen is not None and _is_ahead(seen, here):
        log.warning("the database was restored", extra={"behind": seen.next_n - here.next_n})
        begin_anew(store, ids, seen, today)
    note(store, today)


def note(store: Store, today: str) -> None:
    """Note beside the database how far it has come."""
    if store.path is not None:
        here, seen = _here(store, today), high_water.read(store.path)
        if here != seen:
            high_water.write(store.path, here)


def is_restored(store: Store) -> bool:
    """Whether the backend has yet to hear that the database was restored."""
    return kept(store, "restored") == "yes"


def new_series(work: Work, ids: Ids, used: tuple[str, ...]) -> None:
    """Numbers have the last of these marks, and desks must look again before they press."""
    keep_marks(work, used)
    keep(work, "series", ids.token()[:8])


def begin_anew(store: Store, ids: Ids, seen: HighWater, today: str) -> None:
    """Numbers and desks begin anew, as far as ``seen`` asks for it; the backend will hear of it."""
    used = (*seen.marks, *marks(store))
    known = identity_in(store)
    if seen.day >= today:
        # Numbers of this very day may be on paper.
        used = (*used, fresh_mark(used, known.spare_series if known is not None else ()))
    with store.begin() as work:
        keep(work, "restored", "yes")
        new_series(work, ids, used)
    store.look_again()


def _is_ahead(seen: HighWater, here: HighWater) -> bool:
    """A second restore brings back as many events as the first left, but not its new mark."""
    missing = set(seen.marks) - set(here.marks)
    return seen.db_uuid != here.db_uuid or seen.next_n > here.next_n or bool(missing)


def _here(store: Store, today: str) -> HighWater:
    return HighWater(kept(store, "db_uuid") or "", store.journal.next_n, today, marks(store))
