"""The journal: events in order, and the hash chain of the outbox (offline_sync §3.2)."""

import hashlib
from collections.abc import Callable
from typing import Any

import orjson
from sqlalchemy import Connection

from vuoro.core.clock import Clock
from vuoro.core.ids import Ids

TYPE_VERSION = 1
HASH_BYTES = 16

_EVENT = (
    "INSERT INTO event (n, event_id, type, type_v, entity_id, service_day, payload, actor, cause, "
    "boot_id, mono_ms, wall_ms, clock_state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_OUTBOX = "INSERT INTO outbox (epoch, seq, event_n, prev, hash) VALUES (?, ?, ?, ?, ?)"


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces: the bytes that are hashed and kept for ever."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def chained(previous: bytes, event: bytes) -> bytes:
    """SHA-256(previous ‖ canonical event), 16 bytes."""
    return hashlib.sha256(previous + event).digest()[:HASH_BYTES]


class Journal:
    """Where the next event goes. Its counters follow the database's and are set back when a transaction is."""

    def __init__(self, connection: Connection, clock: Clock, ids: Ids) -> None:
        self._clock, self._ids = clock, ids
        self._meta = _meta(connection, ids)
        self.next_n: int = 1 + _scalar(connection, "SELECT coalesce(max(n), 0) FROM event")
        last = connection.exec_driver_sql(
            "SELECT seq, hash FROM outbox WHERE epoch = ? ORDER BY seq DESC LIMIT 1", (self.epoch,)
        ).first()
        self._seq: int = last[0] if last else 0
        self._chain: bytes = last[1] if last else bytes(HASH_BYTES)

    @property
    def epoch(self) -> int:
        return int(self._meta["epoch"])

    @property
    def series(self) -> str:
        """Changes when the database is restored; desk commands carry it (offline_sync §3.1)."""
        return self._meta["series"]

    def mark(self) -> tuple[int, int, bytes]:
        return self.next_n, self._seq, self._chain

    def back_to(self, mark: tuple[int, int, bytes]) -> None:
        self.next_n, self._seq, self._chain = mark

    def append(
        self,
        connection: Connection,
        kind: str,
        payload: dict[str, Any],
        entity: str | None,
        day: str,
        actor: str,
        cause: str,
        at: Callable[[str], None],
    ) -> None:
        """Write one event and its place in the outbox."""
        clock = self._clock
        event_id, body = self._ids.event(), canonical(payload)
        mono, wall = int(clock.mono() * 1000), int(clock.now().timestamp() * 1000)
        connection.exec_driver_sql(
            _EVENT,
            (self.next_n, event_id.bytes, kind, TYPE_VERSION, entity, day, body, actor, cause,
             clock.boot_id.bytes, mono, wall, clock.state.value),
        )  # fmt: skip
        at("after_event")
        told = canonical(
            {"id": str(event_id), "type": kind, "tv": TYPE_VERSION, "day": day, "mono": mono, "wall": wall,
             "boot": str(clock.boot_id), "clk": clock.state.value, "actor": actor, "p": payload}
        )  # fmt: skip
        following = chained(self._chain, told)
        connection.exec_driver_sql(
            _OUTBOX, (self.epoch, self._seq + 1, self.next_n, self._chain, following)
        )
        at("after_outbox")
        self.next_n, self._seq, self._chain = self.next_n + 1, self._seq + 1, following


def _meta(connection: Connection, ids: Ids) -> dict[str, str]:
    first = {"db_uuid": str(ids.event()), "series": ids.token()[:8], "epoch": "1"}
    for key, value in first.items():
        connection.exec_driver_sql("INSERT OR IGNORE INTO meta (k, v) VALUES (?, ?)", (key, value))
    return {key: value for key, value in connection.exec_driver_sql("SELECT k, v FROM meta")}


def _scalar(connection: Connection, sql: str) -> int:
    return int(connection.exec_driver_sql(sql).scalar_one())
