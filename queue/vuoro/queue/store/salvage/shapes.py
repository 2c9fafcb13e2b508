"""To which table a row belongs that lies on some page: told by its values, not by the page.

A damaged database may not know any more which page is whose. The storage classes of the columns
(sqlite.org/datatype3.html) tell the tables apart; where two are alike, a value does.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Integer, LargeBinary, MetaData, Table
from sqlalchemy.types import TypeEngine

from vuoro.queue.store import line_schema, schema, sync_schema
from vuoro.queue.store.kept_values import KEPT_VALUES
from vuoro.queue.store.salvage.records import TABLE_LEAF, Cell, Value

_TOKEN_HASH = re.compile(r"[0-9a-f]{64}")
_HASH_BYTES = 16

Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    kind: type
    nullable: bool
    is_rowid: bool


def _any(_: Row) -> bool:
    return True


class Shape:
    """A table; all but the ``later`` columns have been there from the first."""

    def __init__(self, table: Table, fits: Callable[[Row], bool] = _any, later: int = 0) -> None:
        self.name, self._fits = table.name, fits
        self.has_rowid = bool(table.dialect_options["sqlite"]["with_rowid"])
        self._columns = tuple(
            _Column(
                column.name,
                _kind(column.type),
                bool(column.nullable),
                # The key of a table with rowids stands in front of the record.
                self.has_rowid and column.primary_key,
            )
            for column in table.columns
        )
        self.lengths = range(len(self._columns) - later, len(self._columns) + 1)

    def row(self, cell: Cell) -> Row | None:
        """The cell as a row of this table; None where it can't be one."""
        if self.has_rowid != (cell.kind == TABLE_LEAF) or len(cell.values) not in self.lengths:
            return None
        row: Row = {}
        for column, value in zip(self._columns, cell.values, strict=False):
            own = cell.rowid if column.is_rowid and value is None else value
            if own is None:
                if not column.nullable:
                    return None
            elif type(own) is not column.kind:
                return None
            row[column.name] = own
        return row if self._fits(row) else None


def _kind(kind: TypeEngine[object]) -> type:
    if isinstance(kind, Integer):
        return int
    return bytes if isinstance(kind, LargeBinary) else str


def _blob(row: Row, name: str) -> int:
    value = row[name]
    return len(value) if isinstance(value, bytes) else -1


def _text(row: Row, name: str) -> str:
    value = row[name]
    return value if isinstance(value, str) else ""


EVENT = Shape(schema.event, lambda row: _blob(row, "event_id") == _blob(row, "boot_id") == 16)
OUTBOX = Shape(schema.outbox, lambda row: _blob(row, "prev") == _blob(row, "hash") == _HASH_BYTES)
_mirror = sync_schema.mirror_new.to_metadata(MetaData(), name="mirror")

KEPT = (
    Shape(schema.meta, lambda row: row["k"] in KEPT_VALUES),
    Shape(schema.device, lambda row: bool(_TOKEN_HASH.fullmatch(_text(row, "token_hash")))),
    Shape(schema.staff, lambda row: _text(row, "password_hash").startswith("$")),
    Shape(schema.idem, lambda row: "|" in _text(row, "key")),
    Shape(schema.print_job),
    Shape(schema.audit),
    Shape(_mirror, later=1),
    Shape(sync_schema.inbox, lambda row: "|" not in _text(row, "command_id")),
    Shape(sync_schema.dead_letter),
    Shape(sync_schema.redacted),
    Shape(sync_schema.time_anchor),
    Shape(line_schema.joined, lambda row: row["status"] != ""),
)
"""What a device has of its own beside its events. Not among it: projections, which the events
make anew; sign-ins, which people do again; and how far the mirror is, so that it is asked anew."""


_BY_LENGTH: dict[tuple[bool, int], list[Shape]] = {}
for _shape in KEPT:
    for _length in _shape.lengths:
        _BY_LENGTH.setdefault((_shape.has_rowid, _length), []).append(_shape)


def kept_row(cell: Cell) -> tuple[str, Row] | None:
    """The table and the row of a cell of one of ``KEPT``."""
    for shape in _BY_LENGTH.get((cell.kind == TABLE_LEAF, len(cell.values)), ()):
        row = shape.row(cell)
        if row is not None:
            return shape.name, row
    return None
