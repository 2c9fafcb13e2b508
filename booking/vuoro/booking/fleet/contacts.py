"""When a device was last heard and how far it has read: noted often, written seldom."""

import threading

from sqlalchemy import bindparam, update

from vuoro.booking.backend import Backend
from vuoro.booking.store.tables import fleet

EVERY_MS = 15_000


class Contacts:
    """The pulls of one process. A thousand devices cost one statement every 15 seconds."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._lock = threading.Lock()
        self._noted: dict[str, tuple[int, int]] = {}
        self._written_at = 0

    def note(self, device: str, cursor: int) -> bool:
        """A device has everything up to a change number. Gives whether to write now."""
        now = self._backend.now_ms
        with self._lock:
            self._noted[device] = (cursor, now)
            if abs(now - self._written_at) < EVERY_MS:
                return False
            self._written_at = now
            return True

    def write(self) -> None:
        """Write what was noted."""
        with self._lock:
            due, self._noted = self._noted, {}
        rows = [{"key": key, "to": due[key][0], "seen": due[key][1]} for key in sorted(due)]
        d = fleet.device
        change = update(d).where(d.c.id == bindparam("key"))
        if rows:
            with self._backend.begin() as work:
                work.sql.execute(
                    change.values(cursor=bindparam("to"), last_seen=bindparam("seen")), rows
                )
