"""An event as its table holds it: what is copied to the second medium and salvaged."""

import re
import uuid
from dataclasses import dataclass, fields
from typing import Any

import orjson

from vuoro.core.chain import canonical
from vuoro.core.clock import ClockState

_TYPE = re.compile(r"[a-z]+(?:[._][a-z]+)+")
_DAY = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?")
_ID_BYTES = 16
_STATES = frozenset(ClockState)


@dataclass(frozen=True, slots=True)
class EventRow:
    """The columns of ``event`` in their order."""

    n: int
    event_id: bytes
    type: str
    type_v: int
    entity_id: str | None
    service_day: str
    payload: bytes
    actor: str | None
    cause: str | None
    boot_id: bytes
    mono_ms: int
    wall_ms: int
    clock_state: str

    def values(self) -> tuple[Any, ...]:
        """For the table."""
        return tuple(getattr(self, name) for name in NAMES)

    def content(self) -> bytes:
        """The bytes that are chained: what the backend is told, without the place."""
        return canonical(
            {"id": str(uuid.UUID(bytes=self.event_id)), "type": self.type, "tv": self.type_v,
             "day": self.service_day, "mono": self.mono_ms, "wall": self.wall_ms,
             "boot": str(uuid.UUID(bytes=self.boot_id)), "clk": self.clock_state,
             "actor": self.actor or "", "p": orjson.loads(self.payload)}
        )  # fmt: skip


NAMES = tuple(field.name for field in fields(EventRow))
COLUMNS = ", ".join(NAMES)
INSERT = f"INSERT INTO event ({COLUMNS}) VALUES ({', '.join('?' * len(NAMES))})"


def sound(row: EventRow) -> bool:
    """Whether this can be an event that was written here. A changed word may pass: the chain tells.

    The payload must be canonical JSON to the byte, which most damage is not.
    """
    if len(row.event_id) != _ID_BYTES or len(row.boot_id) != _ID_BYTES or row.n < 1:
        return False
    if not _TYPE.fullmatch(row.type) or not _DAY.fullmatch(row.service_day):
        return False
    if min(row.type_v, row.mono_ms, row.wall_ms) < 0 or row.clock_state not in _STATES:
        return False
    try:
        payload = orjson.loads(row.payload)
    except orjson.JSONDecodeError:
        return False
    return isinstance(payload, dict) and canonical(payload) == row.payload
