"""Messages that did not go out: sent once more, or dropped."""

from collections.abc import Callable

from starlette.responses import Response

from vuoro.booking.messages.outgoing import drop, failures, retry
from vuoro.booking.service.accounts import Role
from vuoro.booking.web.pages import go
from vuoro.booking.web.staff.door import Door
from vuoro.booking.web.staff.here import Here

_PATH = "/staff/messages"


def pages(door: Door) -> None:
    """``/staff/messages`` and its two commands."""

    @door.get(_PATH, Role.BOOK)
    def failed(here: Here) -> Response:
        return here.page("messages.html", rows=failures(here.backend, here.tenant))

    def command(name: str, act: Callable[..., None]) -> None:
        @door.post(f"{_PATH}/{{id}}/{name}", Role.BOOK)
        def do(here: Here) -> Response:
            act(here.backend, here.actor, here.tenant, here.path("id"))
            return go(_PATH, done=f"message_{name}")

    command("retry", retry)
    command("drop", drop)
