"""The few values of the device that stand alone: a key and a text each."""

from vuoro.queue.store.store import Work
from vuoro.queue.store.stream import Reader


def kept(store: Reader, key: str) -> str | None:
    """The text of a key, if it was ever kept."""
    rows = store.read("SELECT v FROM meta WHERE k = ?", (key,))
    return str(rows[0][0]) if rows else None


def keep(work: Work, key: str, value: str) -> None:
    """Keep a text under a key, in place of the one before."""
    work.execute("INSERT OR REPLACE INTO meta (k, v) VALUES (?, ?)", (key, value))
