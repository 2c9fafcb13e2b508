"""A database brought up to what the second medium has: after lost commits, and after a restore."""

import logging
from collections.abc import Sequence

import orjson

from vuoro.core.clock import Clock, local
from vuoro.core.ids import Ids
from vuoro.queue.service.marks import marks
from vuoro.queue.service.restoring import begin_anew, note
from vuoro.queue.store import Store
from vuoro.queue.store.event_row import EventRow
from vuoro.queue.store.high_water import HighWater
from vuoro.queue.store.meta import kept
from vuoro.queue.store.rebuild import apply
from vuoro.queue.store.salvage.filling import adopt

log = logging.getLogger(__name__)


def roll_forward(store: Store, copies: Sequence[EventRow]) -> int:
    """Commits that a disk said it had kept and has not, as a card without a capacitor may do.

    Only what follows without a gap on what is here comes back, at its own places: then nothing was
    lost, and numbers and the stream go on as if nothing had been. Gives how many events came.
    """
    following = _following(store, copies)
    if following:
        with store.begin() as work:
            for event in following:
                work.journal.bring_back(work.sql, event)
                for name, plain in orjson.loads(event.payload).items():
                    apply(work, name, plain)
        log.warning("the disk had lost commits", extra={"events": len(following)})
    return len(following)


def restore_with(
    store: Store, copies: Sequence[EventRow], seen: HighWater | None, ids: Ids, clock: Clock
) -> int:
    """A backup, in a store of its own, becomes the database: what was copied since then is added,
    numbers begin a new series, and the backend is asked for a new epoch (§3.7).

    Gives how many events came from the copies.
    """
    today = local(clock.now()).date().isoformat()
    came = adopt(store, copies)
    before = (*(seen.marks if seen is not None else ()), *marks(store))
    here = HighWater(kept(store, "db_uuid") or "", store.journal.next_n, today, before)
    begin_anew(store, ids, here, today)
    note(store, today)
    return came


def _following(store: Store, copies: Sequence[EventRow]) -> list[EventRow]:
    by_n = {event.n: event for event in copies}
    n = store.journal.next_n
    last = store.read("SELECT event_id FROM event WHERE n = ?", (n - 1,))
    before = by_n.get(n - 1)
    if n > 1 and (before is None or not last or bytes(last[0][0]) != before.event_id):
        return []
    found: list[EventRow] = []
    while n in by_n:
        found.append(by_n[n])
        n += 1
    return found
