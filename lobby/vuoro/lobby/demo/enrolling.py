"""The demo's lobby becomes a device of the backend, as one does by code and approval."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI

from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import SYSTEM
from vuoro.booking.fleet import enrolling
from vuoro.booking.fleet.api import routes
from vuoro.booking.fleet.enrolling import Place
from vuoro.core.wire.sync import Enrolled, Role
from vuoro.lobby.demo.area import OFFICE, key
from vuoro.queue.service import LobbyService
from vuoro.queue.service.identity import keep_identity
from vuoro.sync.device_key import DeviceKey, make_pending, promote
from vuoro.sync.enrolment import Computer, ask_once, pairing_code
from vuoro.sync.in_process import InProcessTransport
from vuoro.sync.stepping import Link
from vuoro.sync.talk import hold

NAME = "Aulan laite"


def enrol(lobby: LobbyService, backend: Backend, data: Path, place: Place | None = None) -> None:
    """Enrol the lobby and pull its bookings and keys, without a network.

    Without a place it is the leader of the demo's office.
    """
    tenant = str(lobby.office.tenant)
    here = place or Place(tenant, key(lobby.office, OFFICE), NAME, Role.LEADER)
    device = let_in(lobby, backend, data, here)
    with way_to(backend) as transport:
        Link(lobby, transport, device).settle()


def let_in(lobby: LobbyService, backend: Backend, data: Path, place: Place) -> DeviceKey:
    """The lobby becomes a device of the backend; it has told and heard nothing yet."""
    device, code = make_pending(data), pairing_code()
    computer = Computer("Vuoro demo")
    with way_to(backend) as transport:
        hold(ask_once(device, code, computer), transport)
        enrolling.approve(backend, SYSTEM, place.tenant, code, place.office, place.name, place.role)
        answer = hold(ask_once(device, code, computer), transport)
    assert isinstance(answer, Enrolled), "it was just approved"
    keep_identity(lobby, answer)
    promote(data)
    return device


@contextmanager
def way_to(backend: Backend) -> Iterator[InProcessTransport]:
    """To a backend of this process, while the context lasts."""
    app = FastAPI()
    app.include_router(routes(backend))
    transport = InProcessTransport(app)
    try:
        yield transport
    finally:
        transport.close()
