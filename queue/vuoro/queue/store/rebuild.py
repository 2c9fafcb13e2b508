"""Projections again from the events: the journal alone tells the whole story."""

from typing import Any

import orjson

from vuoro.queue.store.rows import MAPPERS
from vuoro.queue.store.schema import PROJECTIONS
from vuoro.queue.store.store import Store, Work


def rebuild(store: Store) -> int:
    """Empty the projections and replay every event into them, in one transaction.

    Gives the number of events.
    """
    with store.begin() as work:
        empty(work)
        count = 0
        for (payload,) in work.execute("SELECT payload FROM event ORDER BY n").fetchall():
            for name, plain in orjson.loads(payload).items():
                apply(work, name, plain)
            count += 1
    return count


def empty(work: Work) -> None:
    """No projection has a row any more."""
    for table in PROJECTIONS:
        work.execute(f"DELETE FROM {table.name}")


def apply(work: Work, name: str, plain: dict[str, Any]) -> None:
    """One row that an event tells of."""
    mapper = MAPPERS.get(name)
    # What has none is told to the backend beside the rows, such as by what somebody was let in.
    if mapper is not None:
        work.execute(mapper.upsert, tuple(mapper.plain(mapper.value(plain)).values()))


def tables(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every projection in key order, for comparing."""
    return {
        table.name: [
            tuple(row)
            for row in store.read(
                f"SELECT * FROM {table.name} "
                f"ORDER BY {', '.join(column.name for column in table.primary_key)}"
            )
        ]
        for table in PROJECTIONS
    }
