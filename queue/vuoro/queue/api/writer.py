"""Where use cases run: one after another, on the event loop's own thread.

A commit holds the loop up for one fsync (0.1–1 ms; an SD card's worst is 0.4 s, which no visitor
notices), while handing each command to a writing thread and back halves what the service can do
(docs/decisions/0013-commits-on-the-loop.md).
"""

from collections.abc import Callable
from typing import Any, TypeVar

from vuoro.queue.reading.view import View
from vuoro.queue.service import people
from vuoro.queue.service.lobby import Committed, LobbyService

T = TypeVar("T")


class Writer:
    """Through it routes reach use cases, so that it alone says on which thread they run."""

    async def run(self, use_case: Callable[..., T], *arguments: Any) -> T:
        """The answer of a use case. What it committed has reached the readers by then."""
        return use_case(*arguments)


def publisher(view: View, lobby: LobbyService) -> Callable[[Committed], None]:
    """What the lobby calls after a commit."""

    def publish(committed: Committed) -> None:
        if committed.devices:
            view.know_devices(people.devices(lobby))
        view.take(committed)

    return publish
