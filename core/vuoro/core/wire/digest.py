"""The digest by which a lobby and the backend find out that they hold the same rows (§3.5)."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from vuoro.core.clock import local
from vuoro.core.wire.sync import DigestLine

DigestRow = tuple[str, str, str, int]
"""Kind, day, id and revision of a row that is held now."""


def digest_lines(rows: Iterable[DigestRow]) -> tuple[DigestLine, ...]:
    """Per kind and day: how many rows, and XOR of SHA-256(id ‖ NUL ‖ decimal revision)."""
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for kind, day, row_id, rev in rows:
        count, xor = sums.get((kind, day), (0, 0))
        mark = hashlib.sha256(f"{row_id}\0{rev}".encode()).digest()
        sums[kind, day] = count + 1, xor ^ int.from_bytes(mark, "big")
    return tuple(
        DigestLine(kind, day, count, f"{xor:064x}")
        for (kind, day), (count, xor) in sorted(sums.items())
    )


def digest_day(kind: str, data: dict[str, Any] | None) -> str:
    """The local day a row counts under, from the data of its ChangeTold; "" where it has none."""
    if not data:
        return ""
    if kind == "booking":
        return _local_day(datetime.fromisoformat(str(data["start"])))
    if kind == "lease":
        return _local_day(datetime.fromtimestamp(int(data["start_ms"]) / 1000, UTC))
    return str(data["day"]) if kind == "visit" else ""


def _local_day(moment: datetime) -> str:
    return local(moment).date().isoformat()
