"""What every route stands on."""

from dataclasses import dataclass

from starlette.requests import Request

from vuoro.queue.api.auth import Doorkeeper
from vuoro.queue.api.writer import Writer
from vuoro.queue.reading.hub import Hub
from vuoro.queue.reading.view import View
from vuoro.queue.service.lobby import LobbyService
from vuoro.queue.service.own_phone import PhoneDoors


@dataclass(frozen=True)
class Here:
    """The running lobby service, as its routes see it."""

    lobby: LobbyService
    writer: Writer
    view: View
    hub: Hub
    door: Doorkeeper
    session_hours: int
    secure_cookies: bool
    phones: PhoneDoors


def context(request: Request) -> Here:
    """The lobby service that a request came to."""
    here: Here = request.app.state.here
    return here
