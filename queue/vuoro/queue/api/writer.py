"""The writing thread: use cases run here one after another, and what they commit is told to the readers' loop."""

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from vuoro.queue.reading.view import View
from vuoro.queue.service import people
from vuoro.queue.service.loading import mirrored_bookings
from vuoro.queue.service.lobby import Committed, LobbyService

T = TypeVar("T")
_Job = tuple[Callable[[], Any], asyncio.Future[Any], asyncio.AbstractEventLoop]


class Writer:
    """Runs use cases on one thread. A commit reaches the view before the caller gets its answer."""

    def __init__(self, name: str = "vuoro-writer") -> None:
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish what was handed in, then end."""
        self._jobs.put(None)
        self._thread.join()

    async def run(self, use_case: Callable[..., T], *arguments: Any) -> T:
        """The answer of a use case."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put((lambda: use_case(*arguments), future, loop))
        return await future

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            call, future, loop = job
            try:
                result = call()
            except Exception as error:  # handed to whoever asked
                loop.call_soon_threadsafe(_fail, future, error)
            else:
                loop.call_soon_threadsafe(_finish, future, result)


def publisher(
    loop: asyncio.AbstractEventLoop, view: View, lobby: LobbyService
) -> Callable[[Committed], None]:
    """What the writing thread calls after a commit: the view takes it in on the loop's thread."""

    def publish(committed: Committed) -> None:
        bookings = mirrored_bookings(lobby.store) if committed.mirror else None
        if committed.devices:
            loop.call_soon_threadsafe(view.know_devices, people.devices(lobby))
        loop.call_soon_threadsafe(view.take, committed, bookings)

    return publish


def _finish(future: asyncio.Future[Any], result: Any) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[Any], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
