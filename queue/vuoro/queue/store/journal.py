"""The journal: events in order, and the hash chain of the outbox (offline_sync §3.2)."""

import sqlite3
from collections.abc import Callable
from typing import Any

from vuoro.core.chain import FIRST_HASH, canonical, chained
from vuoro.core.clock import Clock
from vuoro.core.ids import Ids
from vuoro.queue.store.event_row import INSERT, EventRow
from vuoro.queue.store.kept_values import KEPT_VALUES
from vuoro.queue.store.stream import chain_again

TYPE_VERSION = 1

_OUTBOX = "INSERT INTO outbox (epoch, seq, event_n, prev, hash) VALUES (?, ?, ?, ?, ?)"


class Journal:
    """Where the next event goes.

    Its counters follow the database's and are set back when a transaction is.
    """

    def __init__(self, sql: sqlite3.Connection, clock: Clock, ids: Ids) -> None:
        self._clock, self._ids = clock, ids
        self.written: list[EventRow] = []
        """The events of the transaction under way, for the second medium."""
        _first_meta(sql, ids)
        self.look(sql)

    def look(self, sql: sqlite3.Connection) -> None:
        """See in the database where the next event goes: after a start, and after a recovery."""
        self._meta: dict[str, str] = dict(sql.execute("SELECT k, v FROM meta").fetchall())
        self.next_n: int = 1 + _scalar(
            sql,
            "SELECT max((SELECT coalesce(max(n), 0) FROM event), "
            "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'event'), 0))",
        )
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

    @property
    def values(self) -> dict[str, str]:
        """What ``meta`` says of this device, for the second medium."""
        return {key: value for key, value in self._meta.items() if key in KEPT_VALUES}

    @property
    def last_seq(self) -> int:
        """The newest place of this epoch, 0 before the first."""
        return self._seq

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
        told = self._write(sql, kind, payload, entity, day, actor, cause)
        at("after_event")
        self._place(sql, told, at)

    def bring_back(self, sql: sqlite3.Connection, row: EventRow) -> None:
        """An event that this very database had at this place, and has lost."""
        sql.execute(INSERT, row.values())
        self._place(sql, row.content(), lambda _: None)

    def _place(self, sql: sqlite3.Connection, told: bytes, at: Callable[[str], None]) -> None:
        following = chained(self._chain, told)
        sql.execute(_OUTBOX, (self.epoch, self._seq + 1, self.next_n, self._chain, following))
        at("after_outbox")
        self.next_n, self._seq, self._chain = self.next_n + 1, self._seq + 1, following

    def replace(
        self, sql: sqlite3.Connection, seq: int, kind: str, payload: dict[str, Any], day: str
    ) -> int:
        """Put a new event at a place that was not acknowledged. Gives the event's position."""
        n = self.next_n
        self._write(sql, kind, payload, None, day, "", "")
        sql.execute(
            "UPDATE outbox SET event_n = ? WHERE epoch = ? AND seq = ?", (n, self.epoch, seq)
        )
        self.next_n = n + 1
        self.chain_again(sql, seq)
        return n

    def _write(
        self,
        sql: sqlite3.Connection,
        kind: str,
        payload: dict[str, Any],
        entity: str | None,
        day: str,
        actor: str,
        cause: str,
    ) -> bytes:
        """Write the event itself. Gives the bytes that are chained."""
        event_id, clock, body = self._ids.event(), self._clock, canonical(payload)
        mono, wall = int(clock.mono() * 1000), int(clock.now().timestamp() * 1000)
        row = EventRow(
            self.next_n, event_id.bytes, kind, TYPE_VERSION, entity, day, body, actor, cause,
            clock.boot_id.bytes, mono, wall, clock.state.value,
        )  # fmt: skip
        sql.execute(INSERT, row.values())
        self.written.append(row)
        return canonical(
            {"id": str(event_id), "type": kind, "tv": TYPE_VERSION, "day": day, "mono": mono,
             "wall": wall, "boot": str(clock.boot_id), "clk": clock.state.value,
             "actor": actor, "p": payload}
        )  # fmt: skip

    def chain_again(self, sql: sqlite3.Connection, seq: int) -> None:
        """What stands at a place was changed: the links from there on follow."""
        self._chain = chain_again(sql, self.epoch, seq)


def _first_meta(sql: sqlite3.Connection, ids: Ids) -> None:
    first = {"db_uuid": str(ids.event()), "series": ids.token()[:8], "epoch": "1"}
    for key, value in first.items():
        sql.execute("INSERT OR IGNORE INTO meta (k, v) VALUES (?, ?)", (key, value))


def _scalar(sql: sqlite3.Connection, query: str) -> int:
    return int(sql.execute(query).fetchone()[0])
