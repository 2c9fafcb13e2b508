"""Segments: files to which records are only ever appended, each with its length and a checksum.

A record is ``VJ01``, the length and the CRC-32 of the body (four bytes each, little-endian; the
polynomial of IEEE 802.3, which zlib has), and the body. A record that was torn or damaged is
stepped over: the next one is found by its first four bytes, and told by its checksum.
"""

import struct
import zlib
from collections.abc import Iterator

MAGIC = b"VJ01"
_HEAD = struct.Struct("<4sII")
_LONGEST = 1 << 24


def packed(body: bytes) -> bytes:
    """A body as a record."""
    return _HEAD.pack(MAGIC, len(body), zlib.crc32(body)) + body


def unpacked(segment: bytes) -> Iterator[bytes]:
    """The bodies of the whole records, in order."""
    at = segment.find(MAGIC)
    while at >= 0:
        body = _body(segment, at)
        if body is None:
            at = segment.find(MAGIC, at + 1)
            continue
        yield body
        at = segment.find(MAGIC, at + _HEAD.size + len(body))


def _body(segment: bytes, at: int) -> bytes | None:
    if at + _HEAD.size > len(segment):
        return None
    _, length, check = _HEAD.unpack_from(segment, at)
    start = at + _HEAD.size
    if length > _LONGEST or start + length > len(segment):
        return None
    body = segment[start : start + length]
    return body if zlib.crc32(body) == check else None
