"""Devices for tests."""

import pytest

from tests.booking.fleet.lobbies import CENTRE, Lobby, Make, enrol
from vuoro.booking.backend import Backend
from vuoro.core.wire.sync import Role


@pytest.fixture
def lobby(backend: Backend) -> Lobby:
    """The leader of the office in the centre."""
    return Lobby(backend, enrol(backend))


@pytest.fixture
def companion(backend: Backend, lobby: Lobby) -> Lobby:
    """A second kiosk of the same office."""
    return Lobby(backend, enrol(backend, CENTRE, Role.COMPANION, 2), boot="boot-2")


@pytest.fixture
def another(backend: Backend) -> Make:
    """More devices: office, role, number."""

    def make(office: str, role: Role = Role.LEADER, number: int = 5) -> Lobby:
        return Lobby(backend, enrol(backend, office, role, number), boot=f"boot-{number}")

    return make
