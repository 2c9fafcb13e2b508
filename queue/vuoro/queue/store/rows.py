"""Rows of the projections: frozen values to table rows and to event payloads, and back.

Moments are whole milliseconds UTC in both, so that a row rebuilt from its event is the same to the
byte.
"""

import enum
import types
import typing
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table

from vuoro.queue.domain.arrival import Arrival
from vuoro.queue.domain.day import ServiceDay
from vuoro.queue.domain.states import BookingMark, CounterState, ServiceState
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.store import discreet_schema, schema

Row = Arrival | Ticket | ServiceDay | CounterState | ServiceState | BookingMark
Plain = str | int | None

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """Whole milliseconds since 1970, rounded down."""
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(value: int) -> datetime:
    """The moment so many milliseconds after 1970, UTC."""
    return _EPOCH + value * _MILLISECOND


class Mapper:
    """How one kind of row is written and read."""

    def __init__(self, name: str, kind: type[Row], table: Table) -> None:
        self.name, self.kind, self.table = name, kind, table
        hints = typing.get_type_hints(kind)
        self._readers: dict[str, Callable[[Any], Any] | None] = {
            field.name: _reader(hints[field.name]) for field in fields(kind)
        }
        self._moments = frozenset(n for n, read in self._readers.items() if read is from_ms)
        columns = list(self._readers)
        if set(columns) != {column.name for column in table.columns}:
            raise AssertionError(f"{name}: the value and the table differ")
        marks = ", ".join("?" * len(columns))
        keys = ", ".join(column.name for column in table.primary_key)
        sets = ", ".join(f"{c} = excluded.{c}" for c in columns if c not in table.primary_key)
        self.upsert = (
            f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks}) "
            f"ON CONFLICT ({keys}) DO UPDATE SET {sets}"
        )

    def plain(self, row: Row) -> dict[str, Plain]:
        """The row as JSON can carry it."""
        moments = self._moments
        plain: dict[str, Plain] = {}
        for name in self._readers:
            value = getattr(row, name)
            plain[name] = to_ms(value) if name in moments and value is not None else value
        return plain

    def value(self, plain: dict[str, Any]) -> Row:
        """The row of a payload or of a table."""
        return self.kind(
            **{
                name: value
                if value is None or (read := self._readers[name]) is None
                else read(value)
                for name, value in plain.items()
            }
        )


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    if isinstance(hint, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not types.NoneType)
    if hint is datetime:
        return from_ms
    if hint is bool or (isinstance(hint, type) and issubclass(hint, enum.Enum)):
        return typing.cast("Callable[[Any], Any]", hint)
    return None


MAPPERS = {
    mapper.name: mapper
    for mapper in (
        Mapper("arrival", Arrival, schema.arrival),
        Mapper("ticket", Ticket, discreet_schema.ticket),
        Mapper("service_day", ServiceDay, schema.service_day),
        Mapper("counter", CounterState, schema.counter_state),
        Mapper("service", ServiceState, schema.service_state),
        Mapper("booking", BookingMark, schema.booking_mark),
    )
}
BY_KIND = {mapper.kind: mapper for mapper in MAPPERS.values()}
