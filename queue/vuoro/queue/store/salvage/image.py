"""The pages of a database as its file and its write-ahead log hold them, damaged or not.

Of the log every whole frame counts up to the last that ends a transaction. Each frame's checksum
goes on from the one that is stored before it (sqlite.org/fileformat2.html, section 4.1), so that a
damaged frame costs itself and not all that follow, as it would SQLite.
"""

import mmap
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from vuoro.queue.store.salvage.records import Unreadable

PAGE = 4096
"""Bytes of every page of ours: SQLite's own default, and no damage can say otherwise."""
_LOG_HEAD, _FRAME_HEAD = struct.Struct(">8I"), struct.Struct(">6I")
_MAGICS = {0x377F0682: "<", 0x377F0683: ">"}
_MOST = 1 << 32


@dataclass(frozen=True, slots=True)
class Frame:
    """One page in the log. ``ends``: a transaction ends with it."""

    page: int
    ends: bool
    data: bytes


@dataclass(frozen=True)
class Image:
    """A file and what the log puts over its pages: the newest committed of each. ``older``: pages
    that were replaced, and may still have rows that moved to a page that is lost."""

    file: bytes | mmap.mmap
    over: dict[int, bytes] = field(default_factory=dict)
    older: tuple[bytes, ...] = ()

    def page(self, number: int) -> bytes:
        """By its number, from 1. Raises Unreadable where there is none."""
        found = self.over.get(number) or self._in_file(number)
        if not found:
            raise Unreadable
        return found

    def pages(self) -> Iterator[tuple[int, bytes]]:
        """Every page there is, with its number."""
        last = max(-(-len(self.file) // PAGE), *self.over, 0)
        for number in range(1, last + 1):
            page = self.over.get(number) or self._in_file(number)
            if page:
                yield number, page

    def _in_file(self, number: int) -> bytes:
        if number < 1:
            return b""
        page = self.file[(number - 1) * PAGE : number * PAGE]
        # Of a file that was cut off, what is left of its last page may hold whole rows.
        return page.ljust(PAGE, b"\x00") if page else b""


def image_of(database: Path) -> Image:
    """What is left of a database; empty where nothing is. Raises OSError."""
    log = database.with_name(database.name + "-wal")
    return image(_mapped(database), log.read_bytes() if log.exists() else b"")


def image(file: bytes | mmap.mmap, log: bytes) -> Image:
    """The same of bytes."""
    over: dict[int, bytes] = {}
    older: list[bytes] = []
    beneath = Image(file)
    frames = _frames(log)
    last = max((at for at, frame in enumerate(frames) if frame.ends), default=-1)
    for frame in frames[: last + 1]:
        with suppress(Unreadable):
            older.append(over.get(frame.page) or beneath.page(frame.page))
        over[frame.page] = frame.data
    return Image(file, over, tuple(older))


def _frames(log: bytes) -> list[Frame]:
    """The frames of the newest life of the log that are whole."""
    step = _FRAME_HEAD.size + PAGE
    starts = range(_LOG_HEAD.size, len(log) - step + 1, step)
    heads = [_FRAME_HEAD.unpack_from(log, at) for at in starts]
    if not heads:
        return []
    order, salts, before = _life(log, heads)
    found = []
    for at, head in zip(starts, heads, strict=True):
        number, length, *here, one, two = head
        data = log[at + _FRAME_HEAD.size : at + step]
        seed, before = before, (one, two)
        if tuple(here) != salts:
            continue
        checked = seed is None or (one, two) == _checksum(order, seed, log[at : at + 8] + data)
        if checked and number:
            found.append(Frame(number, length != 0, data))
    return found


_Sums = tuple[int, int]


def _life(log: bytes, heads: list[tuple[int, ...]]) -> tuple[str, _Sums, _Sums | None]:
    """Byte order of checksums, salts, and the checksum to go on from; None where it is lost."""
    magic, _, _, _, salt1, salt2, one, two = _LOG_HEAD.unpack_from(log)
    order = _MAGICS.get(magic, "<")
    if magic in _MAGICS and _checksum(order, (0, 0), log[:24]) == (one, two):
        return order, (salt1, salt2), (one, two)
    # The head is damaged. A new life begins at the front, so the first frame that follows from
    # the one before it has the salts of all.
    step = _FRAME_HEAD.size + PAGE
    for number, (before, head) in enumerate(pairwise(heads), start=1):
        at = _LOG_HEAD.size + number * step
        data = log[at : at + 8] + log[at + _FRAME_HEAD.size : at + step]
        # Zeros would follow from zeros.
        if head[0] and _checksum(order, (before[4], before[5]), data) == (head[4], head[5]):
            return order, (head[2], head[3]), None
    return order, (heads[0][2], heads[0][3]), None


def _checksum(order: str, seed: _Sums, data: bytes) -> _Sums:
    one, two = seed
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        one = (one + even + two) % _MOST
        two = (two + odd + one) % _MOST
    return one, two


def _mapped(file: Path) -> bytes | mmap.mmap:
    """A file of any size without its weight in memory."""
    if not file.exists() or not file.stat().st_size:
        return b""
    with file.open("rb") as opened:
        return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
