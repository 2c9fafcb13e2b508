"""What happens by itself: jobs that run again and again beside the requests, each on its own."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from vuoro.booking.backend import Backend
from vuoro.booking.store.advisory import JOBS, Leadership

log = logging.getLogger(__name__)

LONGEST_PAUSE = 300.0
"""Seconds between two tries of a job that goes on failing."""
LEADER_SECONDS = 15.0
_GOODBYE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done every so many seconds. ``run`` may block: it has a thread.

    It answers whether there is more to do at once. ``wakes``: also when a booking has changed.
    """

    name: str
    seconds: float
    run: Callable[[], bool]
    wakes: bool = False


@dataclass
class Tending:
    """The jobs of a process; of several on one database one does them."""

    backend: Backend
    jobs: tuple[Job, ...]
    failing: set[str] = field(default_factory=set)
    """The names of jobs whose last round failed."""
    _leads: bool = False

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Do the jobs while the context lasts; at its end a round under way may finish."""
        over = asyncio.Event()
        nudges = {job.name: asyncio.Event() for job in self.jobs}
        loop = asyncio.get_running_loop()

        def nudge(_: frozenset[str]) -> None:
            for job in self.jobs:
                if job.wakes:
                    with contextlib.suppress(RuntimeError):  # the loop has ended
                        loop.call_soon_threadsafe(nudges[job.name].set)

        stop_listening = self.backend.listen(nudge)
        leadership = Leadership(self.backend.db, JOBS)
        self._leads = await asyncio.to_thread(leadership.held)
        tasks = [asyncio.create_task(self._lead(leadership, over))]
        tasks += [
            asyncio.create_task(self._repeat(job, nudges[job.name], over)) for job in self.jobs
        ]
        try:
            yield
        finally:
            stop_listening()
            over.set()
            for event in nudges.values():
                event.set()
            _, late = await asyncio.wait(tasks, timeout=_GOODBYE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.to_thread(leadership.give_up)

    async def _lead(self, leadership: Leadership, over: asyncio.Event) -> None:
        while not await _within(over, LEADER_SECONDS):
            led, self._leads = self._leads, await asyncio.to_thread(leadership.held)
            if led != self._leads:
                log.info("leading the jobs" if self._leads else "another leads the jobs")

    async def _repeat(self, job: Job, nudged: asyncio.Event, over: asyncio.Event) -> None:
        pause = job.seconds
        while not over.is_set():
            nudged.clear()
            more = False
            if self._leads:
                try:
                    more = await asyncio.to_thread(job.run)
                    pause = job.seconds
                    self.failing.discard(job.name)
                except Exception:  # whatever it is, the other jobs and the next round go on
                    self.failing.add(job.name)
                    pause = min(pause * 2, LONGEST_PAUSE)
                    log.exception("a job failed", extra={"job": job.name, "again_in": pause})
            if not more:
                await _within(over if job.name in self.failing else nudged, pause)


async def _within(event: asyncio.Event, seconds: float) -> bool:
    """Whether it happens within so many seconds."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()


def every(seconds: float, name: str, run: Callable[[], object]) -> Job:
    """A job that has done all it can after one round."""

    def once() -> bool:
        run()
        return False

    return Job(name, seconds, once)
