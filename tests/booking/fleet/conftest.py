"""Devices for tests: on both databases, or on SQLite only where the database can't matter."""

import pytest

from tests.booking.fleet.lobbies import CENTRE, Lobby, Make, enrol
from vuoro.booking.backend import Backend
from vuoro.core.wire.sync import Role


@pytest.fixture
def lobby(backend: Backend) -> Lobby:
    """The leader of the office in the centre."""
    return Lobby(backend, enrol(backend))


@pytest.fixture
def companion(lobby: Lobby) -> Lobby:
    """A second kiosk of the same office."""
    return _companion(lobby)


@pytest.fixture
def sqlite_lobby(sqlite_backend: Backend) -> Lobby:
    """The leader, on SQLite."""
    return Lobby(sqlite_backend, enrol(sqlite_backend))


@pytest.fixture
def sqlite_companion(sqlite_lobby: Lobby) -> Lobby:
    """The second kiosk, on SQLite."""
    return _companion(sqlite_lobby)


@pytest.fixture
def another(sqlite_lobby: Lobby) -> Make:
    """More devices beside the leader, on SQLite: office, role, number."""

    def make(office: str, role: Role = Role.LEADER, number: int = 5) -> Lobby:
        backend = sqlite_lobby.backend
        return Lobby(backend, enrol(backend, office, role, number), boot=f"boot-{number}")

    return make


def _companion(lobby: Lobby) -> Lobby:
    backend = lobby.backend
    return Lobby(backend, enrol(backend, CENTRE, Role.COMPANION, 2), boot="boot-2")
