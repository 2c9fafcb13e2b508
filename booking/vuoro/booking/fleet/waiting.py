"""Long polls: who waits for news of an office, and how they hear (§3.5).

Changes of this process ring at once. Those of other processes are found by one look at all sites
every two seconds, whoever many wait, and only while somebody does.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from vuoro.booking.backend import Backend
from vuoro.booking.store.tables import fleet

LOOK_SECONDS = 2.0


class Waiting:
    """The open polls of one process; used from its event loop only."""

    def __init__(self, backend: Backend, look_seconds: float = LOOK_SECONDS) -> None:
        self._backend, self._look_seconds = backend, look_seconds
        self._bells: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._looking: asyncio.Task[None] | None = None
        self._reached: dict[str, int] = {}

    @contextmanager
    def bell(self, office: str) -> Iterator[asyncio.Event]:
        """An event that is set when the office has news. Ask for it before looking for news."""
        self._listen()
        bell = asyncio.Event()
        self._bells[office].add(bell)
        try:
            yield bell
        finally:
            self._bells[office].discard(bell)
            if not self._bells[office]:
                del self._bells[office]

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        if self._loop is None:
            self._loop = loop
            self._backend.listen(self._heard)
        if self._looking is None or self._looking.done():
            self._looking = loop.create_task(self._look())

    def _heard(self, offices: frozenset[str]) -> None:
        """From whichever thread has committed."""
        assert self._loop is not None, "it listens since then"
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._ring, offices)

    def _ring(self, offices: frozenset[str]) -> None:
        for office in offices:
            for bell in self._bells.get(office, ()):
                bell.set()

    async def _look(self) -> None:
        """Ends when nobody waits any more."""
        while self._bells:
            reached = await asyncio.to_thread(self._read)
            news = {key for key, seq in reached.items() if seq != self._reached.get(key, seq)}
            self._reached = reached
            self._ring(frozenset(news))
            await asyncio.sleep(self._look_seconds)

    def _read(self) -> dict[str, int]:
        s = fleet.site.c
        with self._backend.read() as sql:
            return {
                row.office: row.change_seq for row in sql.execute(select(s.office, s.change_seq))
            }
