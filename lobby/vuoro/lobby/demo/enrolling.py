"""The demo's lobby becomes a device of the backend, as one does by code and approval."""

from pathlib import Path

from fastapi import FastAPI

from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import SYSTEM
from vuoro.booking.fleet import enrolling
from vuoro.booking.fleet.api import routes
from vuoro.core.wire.sync import Enrolled, Role
from vuoro.lobby.demo.area import OFFICE, key
from vuoro.queue.service import LobbyService
from vuoro.queue.service.identity import keep_identity
from vuoro.sync.device_key import DeviceKey, make_pending, promote
from vuoro.sync.enrolment import Computer, ask_once, pairing_code
from vuoro.sync.in_process import InProcessTransport
from vuoro.sync.stepping import Link
from vuoro.sync.talk import hold
from vuoro.sync.transport import Transport

NAME = "Aulan laite"


def enrol(lobby: LobbyService, backend: Backend, data: Path) -> None:
    """Enrol the lobby and pull its bookings and keys, without a network."""
    app = FastAPI()
    app.include_router(routes(backend))
    transport = InProcessTransport(app)
    try:
        link = Link(lobby, transport, _let_in(lobby, backend, transport, data))
        link.settle()
    finally:
        transport.close()


def _let_in(lobby: LobbyService, backend: Backend, transport: Transport, data: Path) -> DeviceKey:
    device, code = make_pending(data), pairing_code()
    computer = Computer("Vuoro demo")
    hold(ask_once(device, code, computer), transport)
    office = lobby.office
    tenant = str(office.tenant)
    enrolling.approve(backend, SYSTEM, tenant, code, key(office, OFFICE), NAME, Role.LEADER)
    answer = hold(ask_once(device, code, computer), transport)
    assert isinstance(answer, Enrolled), "it was just approved"
    keep_identity(lobby, answer)
    promote(data)
    return device
