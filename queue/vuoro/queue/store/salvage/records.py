"""Records of SQLite's file format: cells of b-tree pages, and the values in them.

Source: sqlite.org/fileformat2.html, sections 1.5, 1.6 and 2.1. Nothing is believed: every length
and place is checked, and what does not fit is Unreadable.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Value = int | float | str | bytes | None
NextPage = Callable[[int], bytes | None]
"""An overflow page by its number."""

TABLE_LEAF, INDEX_LEAF, INDEX_INTERIOR = 0x0D, 0x0A, 0x02
_FIXED = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}
_FLOAT, _ZERO, _FIRST_BLOB = 7, 8, 12
_MOST_COLUMNS = 64
_FILE_HEADER = 100


class Unreadable(Exception):
    """These bytes are not what they should be."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One row as it is stored; ``rowid`` is None in tables without one, and in indexes."""

    kind: int
    rowid: int | None
    values: tuple[Value, ...]


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A variable-length integer and the place after it. Raises Unreadable."""
    if 0 <= at < len(data) and data[at] < 0x80:
        return data[at], at + 1
    value = 0
    for step in range(9):
        if not 0 <= at + step < len(data):
            raise Unreadable
        byte = data[at + step]
        if step == 8:
            value = value << 8 | byte
            return value - (1 << 64) if value >> 63 else value, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return value, at + step + 1


def values_of(record: bytes) -> tuple[Value, ...]:
    """The values of a record. Raises Unreadable where anything is left over or missing."""
    length, at = varint(record, 0)
    if not at <= length <= len(record):
        raise Unreadable
    kinds: list[int] = []
    while at < length:
        kind, at = varint(record, at)
        kinds.append(kind)
    if at != length or len(kinds) > _MOST_COLUMNS:
        raise Unreadable
    values: list[Value] = []
    for kind in kinds:
        value, at = _value(record, kind, at)
        values.append(value)
    if at != len(record):
        raise Unreadable
    return tuple(values)


def cells(page: bytes, is_first: bool, next_page: NextPage) -> Iterator[Cell | None]:
    """The cells of a page; None for one that can't be read. Raises Unreadable for a page without
    rows."""
    start = _FILE_HEADER if is_first else 0
    kind = page[start]
    if kind not in (TABLE_LEAF, INDEX_LEAF, INDEX_INTERIOR):
        raise Unreadable
    head = 12 if kind == INDEX_INTERIOR else 8
    (count,) = struct.unpack_from(">H", page, start + 3)
    first = start + head
    if first + 2 * count > len(page):
        raise Unreadable
    for place in struct.unpack_from(f">{count}H", page, first):
        try:
            yield cell(page, kind, place, next_page)
        except Unreadable:
            yield None


def cell(page: bytes, kind: int, at: int, next_page: NextPage) -> Cell:
    """The cell that begins here. Raises Unreadable."""
    if kind == INDEX_INTERIOR:
        at += 4
    length, at = varint(page, at)
    rowid = None
    if kind == TABLE_LEAF:
        rowid, at = varint(page, at)
    return Cell(kind, rowid, values_of(_payload(page, kind, at, length, next_page)))


def _payload(page: bytes, kind: int, at: int, length: int, next_page: NextPage) -> bytes:
    """What a cell carries, the part on overflow pages too (section 1.6). All pages are usable to
    their end: our databases reserve nothing."""
    size = len(page)
    most = size - 35 if kind == TABLE_LEAF else (size - 12) * 64 // 255 - 23
    if not 0 < length < 1 << 27:
        raise Unreadable
    if length <= most:
        return _cut(page, at, length)
    least = (size - 12) * 32 // 255 - 23
    here = least + (length - least) % (size - 4)
    here = here if here <= most else least
    parts, left = [_cut(page, at, here)], length - here
    (number,) = struct.unpack(">I", _cut(page, at + here, 4))
    while left > 0:
        overflow = next_page(number)
        if overflow is None or len(parts) > 1 + length // (size - 4) + 1:
            raise Unreadable
        (number,) = struct.unpack_from(">I", overflow)
        parts.append(overflow[4 : 4 + left])
        left -= len(parts[-1])
    return b"".join(parts)


def _cut(data: bytes, at: int, length: int) -> bytes:
    if at < 0 or at + length > len(data):
        raise Unreadable
    return data[at : at + length]


def _value(record: bytes, kind: int, at: int) -> tuple[Value, int]:
    if kind >= _FIRST_BLOB:
        length = (kind - _FIRST_BLOB) // 2
        raw = _cut(record, at, length)
        if kind % 2 == 0:
            return raw, at + length
        try:
            return raw.decode(), at + length
        except UnicodeDecodeError:
            raise Unreadable from None
    if kind not in _FIXED:
        raise Unreadable
    raw = _cut(record, at, _FIXED[kind])
    after = at + len(raw)
    if kind == 0:
        return None, after
    if kind == _FLOAT:
        (number,) = struct.unpack(">d", raw)
        return float(number), after
    if kind >= _ZERO:
        return kind - _ZERO, after
    return int.from_bytes(raw, "big", signed=True), after
