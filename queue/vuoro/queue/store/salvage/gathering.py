"""What can be had of a database from all sources: its own pages, the second medium, backups."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from vuoro.queue.store.event_row import EventRow
from vuoro.queue.store.salvage.carving import Found, carve
from vuoro.queue.store.salvage.image import Image, image_of
from vuoro.queue.store.salvage.judging import Judged, is_redacted, judge
from vuoro.queue.store.salvage.shapes import Row

_FROM_BACKUPS = ("meta", "device", "staff", "mirror", "audit")
"""Not print jobs and answers: what was waiting then has long been printed and given."""
_KEYS = {"meta": ("k",), "device": ("id",), "staff": ("id",), "mirror": ("kind", "id"),
         "audit": ("n",)}  # fmt: skip


@dataclass(frozen=True)
class Gathered:
    """Events, no two with one id, those of the database itself first; and rows by their table."""

    events: tuple[EventRow, ...]
    rows: dict[str, list[Row]]
    account: "Account"


@dataclass(frozen=True, slots=True)
class Account:
    """Where events come from. ``denied``: what the hash chain denies, and nobody else has."""

    pages: int = 0
    damaged_pages: int = 0
    own: int = 0
    unproven: int = 0
    from_copies: int = 0
    from_backups: int = 0
    denied: int = 0
    missing: int = 0
    """Positions between the first event and the last of which nobody has anything."""


def gather(
    database: Path, copies: Sequence[EventRow] = (), backups: Sequence[Path] = (), last: int = 0
) -> Gathered:
    """Everything, the more certain before the less. ``last``: the position up to which the database
    is known to have come. Raises OSError.

    Proven events of the database come before copies, since an erased person is erased there; what
    the chain can't prove comes after them.
    """
    found, judged = _looked_through(image_of(database))
    chosen: dict[bytes, EventRow] = {}
    _add(chosen, judged.proven)
    _add(chosen, filter(is_redacted, judged.likely))
    _add(chosen, copies)
    _add(chosen, judged.likely)
    replaced = judge(found.older, found.places)
    _add(chosen, (*replaced.proven, *replaced.likely))
    rows = found.rows
    for backup in backups:
        older, of_backup = _looked_through(image_of(backup))
        _add(chosen, (*of_backup.proven, *of_backup.likely))
        rows = _with(rows, older.rows)
    own = {event.event_id for each in (judged, replaced) for event in (*each.proven, *each.likely)}
    copied = {event.event_id for event in copies}
    account = Account(
        pages=found.pages,
        damaged_pages=found.damaged_pages,
        own=len(own),
        unproven=len({event.event_id for event in judged.likely} - copied),
        from_copies=len(copied - own),
        from_backups=len(chosen.keys() - own - copied),
        denied=len({event.event_id for event in judged.denied} - chosen.keys()),
        missing=_missing(chosen.values(), last),
    )
    return Gathered(tuple(chosen.values()), rows, account)


def _looked_through(image: Image) -> tuple[Found, Judged]:
    found = carve(image)
    return found, judge(found.events, found.places)


def _add(chosen: dict[bytes, EventRow], events: Iterable[EventRow]) -> None:
    for event in events:
        chosen.setdefault(event.event_id, event)


def _with(rows: dict[str, list[Row]], older: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Rows of a backup behind those that are here; of what is here nothing is replaced."""
    merged = dict(rows)
    for table in _FROM_BACKUPS:
        keys = _KEYS[table]
        here = {tuple(row[key] for key in keys) for row in rows.get(table, [])}
        more = [row for row in older.get(table, []) if tuple(row[key] for key in keys) not in here]
        merged[table] = [*more, *rows.get(table, [])]
    return merged


def _missing(events: Iterable[EventRow], last: int) -> int:
    positions = {event.n for event in events}
    return max(*positions, last) - min(positions) + 1 - len(positions) if positions else last


def db_uuid_in(database: Path) -> str:
    """Which database this is, as far as its pages still tell. Raises OSError."""
    rows = carve(image_of(database)).rows.get("meta", [])
    return next((str(row["v"]) for row in rows if row["k"] == "db_uuid"), "")
