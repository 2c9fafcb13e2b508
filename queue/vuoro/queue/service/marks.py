"""The mark in the numbers: what stands after the letter, so that numbers never repeat (§3.7).

``A017`` becomes ``AX017`` once the database was restored: numbers that were given after the backup
was made are on paper somewhere, and nobody here knows them.
"""

from collections.abc import Sequence

import orjson

from vuoro.queue.store import Work
from vuoro.queue.store.meta import keep, kept
from vuoro.queue.store.stream import Reader

SPARE = ("X", "Y", "Z")
"""For a lobby that was not enrolled; the backend leases others to a second kiosk."""


def marks(store: Reader) -> tuple[str, ...]:
    """Every mark that numbers had here, the one they have now last."""
    return tuple(orjson.loads(kept(store, "marks") or '[""]'))


def keep_marks(work: Work, used: Sequence[str]) -> None:
    """Numbers have the last of these marks from now on."""
    keep(work, "marks", orjson.dumps(list(dict.fromkeys(reversed(used)))[::-1]).decode())


def fresh_mark(used: Sequence[str], spare: Sequence[str]) -> str:
    """A mark that no number had: the first spare one, else one letter longer than the last."""
    found = next((mark for mark in spare or SPARE if mark not in used), None)
    return max(used, key=len) + "X" if found is None else found
