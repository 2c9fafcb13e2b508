"""The paper ledger: every slip that was cut, kept as paper is: what is out stays out.

Written only at its end, into room that was taken when it was made, so that it is also kept while
the disk is full. A record is written through to the disk before the printer says anything more: a
slip that it confirmed is in the ledger whatever happens next. The torn end that a power cut may
leave is a slip that never came out, and is written over by the next one. Run as a program it
copies what is written of the ledger it is given to standard output.

Record: ``SLIP``, length of the bytes, of their packed form, CRC-32 of both lengths and the packed
form (u32 each, little endian), then the packed form (RFC 1950) of the bytes that made the slip.
"""

import os
import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

ROOM = 32 << 20
"""Bytes of a ledger: several thousand slips."""
_HEAD = struct.Struct("<4sIII")
_LENGTHS = struct.Struct("<II")
_MAGIC = b"SLIP"


class BadLedger(Exception):
    """The ledger is not what was written: damage before its end. Carries a sentence."""


class Ledger:
    """The open ledger of one printer. Raises OSError, BadLedger."""

    def __init__(self, file: Path, room: int = ROOM) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_DSYNC | os.O_CLOEXEC
        self._file = os.open(file, flags, 0o600)
        os.posix_fallocate(self._file, 0, room)
        os.fsync(self._file)
        _flush(file.parent)
        self._room = room
        self._end = end(file.read_bytes())

    def keep(self, slip: bytes) -> None:
        """The slip that these bytes made is out, for good. Raises OSError, BadLedger."""
        record = packed(slip)
        if self._end + len(record) > self._room:
            raise BadLedger("the ledger is full")
        if os.pwrite(self._file, record, self._end) != len(record):
            raise BadLedger("the ledger took half a slip")
        self._end += len(record)

    def close(self) -> None:
        os.close(self._file)


def packed(slip: bytes) -> bytes:
    """The record of a slip."""
    body = zlib.compress(slip, 1)
    lengths = _LENGTHS.pack(len(slip), len(body))
    return _MAGIC + lengths + struct.pack("<I", zlib.crc32(lengths + body)) + body


def slips(data: bytes) -> Iterator[bytes]:
    """The bytes of each slip, up to the unwritten or torn end. Raises BadLedger."""
    for start, stop in _places(data):
        yield zlib.decompress(data[start:stop])


def end(data: bytes) -> int:
    """Where the next record goes. Raises BadLedger."""
    return max((stop for _, stop in _places(data)), default=0)


def _places(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the packed form of each slip is. Raises BadLedger."""
    at = 0
    while (found := _place(data, at)) is not None:
        yield found
        at = found[1]


def _place(data: bytes, at: int) -> tuple[int, int] | None:
    """That of the record here; None where only room or a torn record is left."""
    found = _whole(data, at)
    if found is None:
        _check_rest(data, at)
    return found


def _whole(data: bytes, at: int) -> tuple[int, int] | None:
    """Where the packed form is, if a whole record begins here."""
    if len(data) - at < _HEAD.size:
        return None
    magic, length, packed_length, check = _HEAD.unpack_from(data, at)
    start, stop = at + _HEAD.size, at + _HEAD.size + packed_length
    if magic != _MAGIC or stop > len(data):
        return None
    right = zlib.crc32(_LENGTHS.pack(length, packed_length) + data[start:stop]) == check
    return (start, stop) if right else None


def _check_rest(data: bytes, at: int) -> None:
    """A torn record is the last: a whole one behind it means that this one was damaged later.

    Raises BadLedger.
    """
    later = data.find(_MAGIC, at + 1)
    while later >= 0:
        if _whole(data, later) is not None:
            raise BadLedger(f"the slip at byte {at} is damaged, with others behind it")
        later = data.find(_MAGIC, later + 1)


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


if __name__ == "__main__":
    whole = Path(sys.argv[1]).read_bytes()
    sys.stdout.buffer.write(whole[: end(whole)])
