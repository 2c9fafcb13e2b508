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
        self._jobs: queue.SimpleQueue[tuple[Job, Job | None] | None] = queue.SimpleQueue()
        self._meanwhile, self._pause = meanwhile, pause
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def submit(self, job: Job, otherwise: Job | None = None) -> None:
        """Do this after what was submitted before; ``otherwise`` where it fails."""
        self._jobs.put((job, otherwise))

    def submit_and_wait(self, job: Job, seconds: float) -> None:
        """Do this, and wait until it is done, but no longer than so many seconds."""
        done = threading.Event()

        def and_say_so() -> None:
            try:
                job()
            finally:
                done.set()

        self._jobs.put((and_say_so, None))
        done.wait(seconds)

    def close(self, seconds: float = 2.0) -> None:
        """Finish what was submitted, but take no longer than so many seconds."""
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _run(self) -> None:
        while self._do_next():
            pass

    def _do_next(self) -> bool:
        """One job, forgotten as soon as it is done: it may hold what a visitor typed."""
        try:
            item = self._jobs.get(timeout=self._pause)
        except queue.Empty:
            item = (self._meanwhile, None) if self._meanwhile else None
            return item is None or self._done(*item)
        return item is not None and self._done(*item)

    def _done(self, job: Job, otherwise: Job | None) -> bool:
        try:
            job()
        except Exception:
            log.exception("job failed", extra={"worker": self._thread.name})
            if otherwise is not None:
                self._done(otherwise, None)
        return True
