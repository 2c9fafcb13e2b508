"""The fleet: what a lobby tells and is told after a long time, and a thousand devices at once."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from vuoro.booking.opening import opened
from vuoro.booking.store.throwaway import throwaway_postgres
from vuoro.core.clock import SystemClock
from vuoro.core.wire.sync import Role
from vuoro.lobby.bench import crowd
from vuoro.lobby.bench.figures import Figure
from vuoro.lobby.bench.fleet_backend import FleetBackend, book, fill, serving, settings_on
from vuoro.lobby.bench.fleet_lobby import (
    FleetLobby,
    drain,
    link_to,
    live_through,
    new_lobby,
    pull,
)
from vuoro.sync.outcome import Did

VISITORS = 5_000
BOOKINGS = 5_000


def measure() -> list[Figure]:
    """On both databases, over HTTP, against the program that offices run."""
    figures = []
    with _folder() as folder:
        busy = new_lobby(folder / "busy")
        with busy.opened() as lobby:
            live_through(lobby, VISITORS)
        for kind in ("SQLite", "PostgreSQL"):
            with _folder() as here, _database(kind, here) as url:
                figures += _on(kind, url, here, busy)
    return figures


def _on(kind: str, url: str, folder: Path, busy: FleetLobby) -> list[Figure]:
    settings = settings_on(url, folder)
    told, fresh = _copy(busy, folder / "told"), new_lobby(folder / "fresh")
    with opened(settings, SystemClock()) as backend:
        area = fill(backend, busy.office, crowd.offices())
        told.enrol(backend, "Aula")
        fresh.enrol(backend, "Ovi", Role.COMPANION)
        told.hear(backend)
        book(backend, area, BOOKINGS)
        devices = crowd.enrol(backend, area)
    with serving(settings, folder) as served:
        figures = [
            _pulled(kind, served, fresh, Did.SNAPSHOT),
            _pulled(kind, served, told, Did.PULLED),
        ]
        figures.append(_drained(kind, served, told))
        figures += crowd.measure(kind, served, devices, folder, visitors=False)
        if kind == "PostgreSQL":
            figures += crowd.measure(kind, served, devices, folder, visitors=True)
    return figures


def _pulled(kind: str, served: FleetBackend, lobby: FleetLobby, how: Did) -> Figure:
    with lobby.opened() as told:
        held, took = pull(told, link_to(told, served.url, lobby.settings.data), how)
    if held < BOOKINGS:
        raise RuntimeError(f"only {held} of {BOOKINGS} bookings came")
    if how is Did.SNAPSHOT:
        name = f"{kind}: {held:,} bookings from zero, a snapshot"
        return Figure(name, took, None, "s", None, "≤ 3 s", took <= 3)
    return Figure(f"{kind}: the same as changes, page by page", took, None, "s")


def _drained(kind: str, served: FleetBackend, lobby: FleetLobby) -> Figure:
    with lobby.opened() as told:
        events, took = drain(told, link_to(told, served.url, lobby.settings.data))
    name = f"{kind}: drain of {events:,} events"
    return Figure(name, took, None, "s", None, "≤ 10 s", took <= 10)


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty one that waits for the disk; "" for SQLite."""
    if kind == "SQLite":
        yield ""
    else:
        with throwaway_postgres(folder / "pg", durable=True) as url:
            yield url


@contextmanager
def _folder() -> Iterator[Path]:
    """A socket's path must be short."""
    with tempfile.TemporaryDirectory(prefix="vb", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def _copy(lobby: FleetLobby, folder: Path) -> FleetLobby:
    shutil.copytree(lobby.settings.data, folder)
    return FleetLobby(replace(lobby.settings, data=folder))
