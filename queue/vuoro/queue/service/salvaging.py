"""A damaged database taken over by a new one: its events, its device, and what follows (§3.7)."""

from collections.abc import Mapping
from dataclasses import replace

import orjson

from vuoro.core.clock import Clock, local
from vuoro.core.ids import Ids
from vuoro.queue.service.marks import keep_marks, marks
from vuoro.queue.service.restoring import begin_anew, note
from vuoro.queue.store import Store, StoreError
from vuoro.queue.store.high_water import HighWater
from vuoro.queue.store.meta import keep, kept
from vuoro.queue.store.salvage.filling import Filled, fill
from vuoro.queue.store.salvage.gathering import Gathered
from vuoro.queue.store.stream import first_break


def take_over(
    store: Store, gathered: Gathered, seen: HighWater | None, meta: Mapping[str, str], ids: Ids,
    clock: Clock,
) -> Filled:  # fmt: skip
    """Fill a new store. ``seen`` and ``meta`` tell what the file beside the database and the second
    medium know of it, where the database itself does not any more.

    Numbers begin a new series, whatever was found: some of today's may be on paper and nowhere
    else. The backend is asked for a new epoch. Raises StoreError where the result is not whole.
    """
    today = local(clock.now()).date().isoformat()
    with store.begin() as work:
        for key, value in meta.items():
            keep(work, key, value)
        if seen is not None and seen.db_uuid:
            keep(work, "db_uuid", seen.db_uuid)
    filled = fill(store, gathered.events, gathered.rows)
    with store.begin() as work:
        keep_marks(work, (*_marks_of(gathered), *(seen.marks if seen else ()), *marks(store)))
    behind = seen or HighWater(kept(store, "db_uuid") or "", 0, today, ())
    begin_anew(store, ids, replace(behind, marks=marks(store), day=max(behind.day, today)), today)
    note(store, today)
    if not store.check() or first_break(store) is not None:
        raise StoreError("The salvaged database is not whole. Keep all files, and tell support.")
    return filled


def _marks_of(gathered: Gathered) -> tuple[str, ...]:
    """The marks in the numbers themselves: a series is one letter and the mark (marks)."""
    found: dict[str, None] = {}
    for event in gathered.events:
        ticket = orjson.loads(event.payload).get("ticket")
        if isinstance(ticket, dict) and isinstance(ticket.get("series"), str):
            found[ticket["series"][1:]] = None
    return tuple(found)
