"""One unit of work: a transaction, what it must tell the lobbies, and what follows its commit."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert, update

from vuoro.booking.store.tables import fleet


@dataclass
class Work:
    """A transaction of the backend. Change numbers are given out last: the lock is short."""

    sql: Connection
    now_ms: int
    told: dict[tuple[str, str, str], tuple[int, str]] = field(default_factory=dict)
    """(office, kind, entity) to (revision, op): what the site's stream will say."""
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    changes: dict[str, int] = field(default_factory=dict)
    """Office to the highest change number of this transaction, once flushed."""

    def tell(self, office: str, kind: str, entity: str, rev: int, op: str = "put") -> None:
        """Let the office's stream say that this row is another now."""
        self.told[office, kind, entity] = (rev, op)

    def after_commit(self, then: Callable[[], None]) -> None:
        """Do something once it is certain that all this happened."""
        self.afterwards.append(then)

    def flush_changes(self) -> dict[str, int]:
        """Give each change its number: commit order is number order, per office (§3.5).

        Called once by ``Backend.begin`` right before COMMIT; earlier by who must know the number.
        Offices in order, so that two transactions never wait for each other.
        """
        for office in sorted({key[0] for key in self.told}):
            mine = [(key, value) for key, value in self.told.items() if key[0] == office]
            last: int = self.sql.execute(
                update(fleet.site)
                .where(fleet.site.c.office == office)
                .values(change_seq=fleet.site.c.change_seq + len(mine))
                .returning(fleet.site.c.change_seq)
            ).scalar_one()
            self.sql.execute(insert(fleet.change_log), _rows(mine, last - len(mine), self))
            self.changes[office] = last
        self.told.clear()
        return self.changes


def _rows(
    mine: list[tuple[tuple[str, str, str], tuple[int, str]]], before: int, work: Work
) -> list[dict[str, Any]]:
    return [
        {"office": key[0], "change": before + position, "kind": key[1], "entity": key[2],
         "rev": rev, "op": op, "at": work.now_ms}
        for position, (key, (rev, op)) in enumerate(mine, start=1)
    ]  # fmt: skip
