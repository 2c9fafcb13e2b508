"""The copies of events on the second medium: one folder a database, and segments in it."""

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from vuoro.queue.store.event_row import NAMES, EventRow, sound
from vuoro.queue.store.segments import unpacked

FOLDER = "events"
SUFFIX = ".vj"
_HEADER = b"H"
_EVENT = b"E"


@dataclass(frozen=True, slots=True)
class Copies:
    """What the second medium has of a database. ``meta``: its values when the newest segment was
    begun."""

    meta: dict[str, str]
    events: tuple[EventRow, ...]


def event_body(event: EventRow) -> bytes:
    """An event as a record's body."""
    return _EVENT + msgspec.json.encode([_plain(value) for value in event.values()])


def header_body(meta: dict[str, str]) -> bytes:
    """What stands before the events of a segment."""
    return _HEADER + msgspec.json.encode(meta)


def copies_of(folder: Path, db_uuid: str, after: int = 0) -> Copies:
    """Every event after a position that was copied of a database, in the order in which it was.

    ``folder`` is that of the second medium; where nothing is, nothing comes. Raises OSError.
    """
    meta: dict[str, str] = {}
    events: dict[bytes, EventRow] = {}
    for segment in segments(folder, db_uuid):
        for body in unpacked(segment.read_bytes()):
            if body.startswith(_HEADER):
                meta = msgspec.json.decode(body[1:], type=dict[str, str])
                continue
            event = _event(body)
            if event is not None and event.n > after:
                events.setdefault(event.event_id, event)
    return Copies(meta, tuple(events.values()))


def newest(folder: Path, db_uuid: str) -> EventRow | None:
    """The event that was copied last, if any. Raises OSError."""
    for segment in reversed(segments(folder, db_uuid)):
        found = [event for event in map(_event, unpacked(segment.read_bytes())) if event]
        if found:
            return found[-1]
    return None


def first_n(segment: Path) -> int:
    """The position of a segment's first event; 0 where it has none. Raises OSError."""
    found = (_event(body) for body in unpacked(segment.read_bytes()))
    return next((event.n for event in found if event is not None), 0)


def databases(folder: Path) -> list[str]:
    """The databases of which there are copies, that with the newest last."""
    found = [each for each in (folder / FOLDER).glob("*") if each.is_dir()]
    return [each.name for each in sorted(found, key=lambda each: each.stat().st_mtime_ns)]


def segments(folder: Path, db_uuid: str) -> list[Path]:
    """The segments of a database in the order in which they were begun."""
    return sorted((folder / FOLDER / db_uuid).glob(f"*{SUFFIX}"))


def next_segment(folder: Path, db_uuid: str) -> Path:
    """The file of a segment to begin."""
    before = segments(folder, db_uuid)
    number = int(before[-1].stem) + 1 if before else 1
    return folder / FOLDER / db_uuid / f"{number:08d}{SUFFIX}"


def _event(body: bytes) -> EventRow | None:
    if not body.startswith(_EVENT):
        return None
    try:
        values: list[Any] = msgspec.json.decode(body[1:])
        event = EventRow(*(_value(name, value) for name, value in zip(NAMES, values, strict=True)))
        return event if sound(event) else None
    except (msgspec.DecodeError, TypeError, ValueError):
        # Whole, but of a program that writes something else.
        return None


def _plain(value: Any) -> Any:
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value


_BYTES = frozenset({"event_id", "payload", "boot_id"})


def _value(name: str, value: Any) -> Any:
    return base64.b64decode(value) if name in _BYTES else value
