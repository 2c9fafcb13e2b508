"""The journal: events in order, and the hash chain of the outbox (offline_sync §3.2)."""

import sqlite3
from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

import orjson

from vuoro.core.chain import FIRST_HASH, canonical, chained
from vuoro.core.clock import Clock
from vuoro.core.ids import Ids

TYPE_VERSION = 1

_EVENT = (
    "INSERT INTO event (n, event_id, type, type_v, entity_id, service_day, payload, actor, cause, "
    "boot_id, mono_ms, wall_ms, clock_state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_OUTBOX = "INSERT INTO outbox (epoch, seq, event_n, prev, hash) VALUES (?, ?, ?, ?, ?)"

_CHAIN = (
    "SELECT epoch, prev, hash, n, event_id, type, type_v, service_day, payload, actor, mono_ms, "
    "wall_ms, boot_id, clock_state FROM outbox JOIN event ON event.n = outbox.event_n "
    "ORDER BY epoch, seq"
)


class Reader(Protocol):
    """What can be asked for rows."""

    def read(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]: ...


class Journal:
    """Where the next event goes.

    Its counters follow the database's and are set back when a transaction is.
    """

    def __init__(self, sql: sqlite3.Connection, clock: Clock, ids: Ids) -> None:
        self._clock, self._ids = clock, ids
        self._meta = _meta(sql, ids)
        self.next_n: int = 1 + _scalar(sql, "SELECT coalesce(max(n), 0) FROM event")
        last = sql.execute(
            "SELECT seq, hash FROM outbox WHERE epoch = ? ORDER BY seq DESC LIMIT 1", (self.epoch,)
        ).fetchone()
        self._seq: int = last[0] if last else 0
        self._chain: bytes = last[1] if last else FIRST_HASH

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
        sql: sqlite3.Connection,
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
        sql.execute(
            _EVENT,
            (self.next_n, event_id.bytes, kind, TYPE_VERSION, entity, day, body, actor, cause,
             clock.boot_id.bytes, mono, wall, clock.state.value),
        )  # fmt: skip
        at("after_event")
        told = canonical(
            {"id": str(event_id), "type": kind, "tv": TYPE_VERSION, "day": day, "mono": mono,
             "wall": wall, "boot": str(clock.boot_id), "clk": clock.state.value,
             "actor": actor, "p": payload}
        )  # fmt: skip
        following = chained(self._chain, told)
        sql.execute(_OUTBOX, (self.epoch, self._seq + 1, self.next_n, self._chain, following))
        at("after_outbox")
        self.next_n, self._seq, self._chain = self.next_n + 1, self._seq + 1, following


def _meta(sql: sqlite3.Connection, ids: Ids) -> dict[str, str]:
    first = {"db_uuid": str(ids.event()), "series": ids.token()[:8], "epoch": "1"}
    for key, value in first.items():
        sql.execute("INSERT OR IGNORE INTO meta (k, v) VALUES (?, ?)", (key, value))
    return {key: value for key, value in sql.execute("SELECT k, v FROM meta")}


def _scalar(sql: sqlite3.Connection, query: str) -> int:
    return int(sql.execute(query).fetchone()[0])


def first_break(store: Reader) -> int | None:
    """The position of the first event that the outbox's hash chain does not fit, if any."""
    previous: dict[int, bytes] = {}
    for row in store.read(_CHAIN):
        epoch, prev, kept, n, event_id, kind, version, day, payload, actor, *when = row
        mono, wall, boot, state = when
        told = canonical(
            {"id": str(UUID(bytes=event_id)), "type": kind, "tv": version, "day": day,
             "mono": mono, "wall": wall, "boot": str(UUID(bytes=boot)), "clk": state,
             "actor": actor, "p": orjson.loads(payload)}
        )  # fmt: skip
        before = previous.get(epoch, FIRST_HASH)
        if prev != before or chained(before, told) != kept:
            return int(n)
        previous[epoch] = kept
    return None
