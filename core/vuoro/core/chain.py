"""The hash chain of a device's events: the bytes both sides hash, and how they are chained."""

import hashlib
from typing import Any

import orjson

HASH_BYTES = 16
FIRST_HASH = bytes(HASH_BYTES)
"""What the first event of an epoch is chained to."""


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces: the bytes that are hashed and kept for ever."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def chained(previous: bytes, event: bytes) -> bytes:
    """SHA-256(previous ‖ canonical event), 16 bytes (offline_sync §3.2)."""
    return hashlib.sha256(previous + event).digest()[:HASH_BYTES]
