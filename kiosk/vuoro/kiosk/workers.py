"""Threads that do one thing after another, so that the glass never waits."""

import logging
import queue
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)

Job = Callable[[], None]


class Worker:
    """One thread with a line of jobs; ``meanwhile`` runs when the line was empty for a while."""

    def __init__(self, name: str, meanwhile: Job | None = None, pause: float | None = None) -> None:
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._meanwhile, self._pause = meanwhile, pause
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Do this after what was submitted before."""
        self._jobs.put(job)

    def submit_and_wait(self, job: Job, seconds: float) -> None:
        """Do this, and wait until it is done, but no longer than so many seconds."""
        done = threading.Event()

        def and_say_so() -> None:
            try:
                job()
            finally:
                done.set()

        self._jobs.put(and_say_so)
        done.wait(seconds)

    def close(self, seconds: float = 2.0) -> None:
        """Finish what was submitted, but take no longer than so many seconds."""
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=self._pause)
            except queue.Empty:
                job = self._meanwhile or _nothing
            if job is None:
                return
            try:
                job()
            except Exception:
                log.exception("job failed", extra={"worker": self._thread.name})


def _nothing() -> None:
    pass
