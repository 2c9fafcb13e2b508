"""Lobbies of the fleet's office: empty, or with a long day behind them, and enrolled."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from vuoro.booking.backend import Backend
from vuoro.booking.fleet.enrolling import Place
from vuoro.core.clock import SystemClock
from vuoro.core.settings.schema import LobbySettings, SyncSettings
from vuoro.core.wire.desk import TicketState
from vuoro.core.wire.sync import Role
from vuoro.lobby.bench.large_area import OFFICE
from vuoro.lobby.bench.process import free_port
from vuoro.lobby.bench.server import SERVICE, always_open
from vuoro.lobby.demo.enrolling import let_in, way_to
from vuoro.lobby.keeping_in_touch import prepare_keys
from vuoro.lobby.opening import open_lobby
from vuoro.queue.domain.arrival import How
from vuoro.queue.domain.office import Office
from vuoro.queue.office_file import load_office
from vuoro.queue.service import LobbyService, mirror, outbox
from vuoro.queue.service.days import ensure_day
from vuoro.queue.service.issuing import NewTicket, issue
from vuoro.sync.device_key import find_key
from vuoro.sync.http import HttpTransport
from vuoro.sync.outcome import Did
from vuoro.sync.stepping import Link


@dataclass(frozen=True)
class FleetLobby:
    """A lobby's folder."""

    settings: LobbySettings

    @property
    def office(self) -> Office:
        return load_office(self.settings.office)

    @contextmanager
    def opened(self) -> Iterator[LobbyService]:
        """The lobby, in this process."""
        with open_lobby(self.settings, SystemClock()) as lobby:
            prepare_keys(lobby, SyncSettings(day_keys="file"))
            yield lobby

    def enrol(self, backend: Backend, name: str, role: Role = Role.LEADER) -> None:
        """It becomes a device of the backend, and has told and heard nothing yet."""
        with self.opened() as lobby:
            place = Place(str(self.office.tenant), OFFICE, name, role)
            let_in(lobby, backend, self.settings.data, place)

    def hear(self, backend: Backend) -> None:
        """It pulls what there is."""
        key = find_key(self.settings.data)
        assert key is not None, "it is enrolled"
        with self.opened() as lobby, way_to(backend) as transport:
            pull(lobby, Link(lobby, transport, key), Did.SNAPSHOT)


def new_lobby(folder: Path) -> FleetLobby:
    """An empty one."""
    folder.mkdir()
    return FleetLobby(LobbySettings(port=free_port(), data=folder, office=always_open(folder)))


def live_through(lobby: LobbyService, visitors: int) -> None:
    """A long day: each visitor comes and is served, which is two events."""
    ensure_day(lobby)
    service = lobby.office.service(SERVICE)
    assert service is not None
    lobby.store.read("PRAGMA synchronous=OFF")
    for _ in range(visitors):
        with lobby.change() as work:
            ticket = issue(lobby, work, NewTicket(service, How.WALK_IN, "fi", "bench"))
        with lobby.change() as work:
            now = lobby.now
            done = replace(ticket, state=TicketState.DONE, times=1, calls=1, called_at=now,
                           served_at=now - timedelta(minutes=6), ended_at=now)  # fmt: skip
            work.record("ticket.done", (done,), day=lobby.day(), actor="bench")
    lobby.store.read("PRAGMA synchronous=FULL")
    lobby.store.checkpoint(truncate=True)


def link_to(lobby: LobbyService, url: str, data: Path) -> Link:
    """The sync of a lobby over HTTP, as its worker goes about it."""
    key = find_key(data)
    assert key is not None, "it is enrolled"
    return Link(lobby, HttpTransport(url, "vuoro/bench"), key)


def drain(lobby: LobbyService, link: Link) -> tuple[int, float]:
    """Push until the backend has answered for everything; events and seconds."""
    before = outbox.state(lobby).waiting
    start = perf_counter()
    while outbox.state(lobby).waiting:
        outcome = link.push_once()
        if outcome.did is Did.FAILED:
            raise RuntimeError(f"a push failed: {outcome.why}")
    return before, perf_counter() - start


def pull(lobby: LobbyService, link: Link, how: Did) -> tuple[int, float]:
    """Pull until there is nothing new; bookings held afterwards, and seconds."""
    start = perf_counter()
    seen = set()
    while (outcome := link.pull_once()).did is not Did.NOTHING:
        if outcome.did is Did.FAILED:
            raise RuntimeError(f"a pull failed: {outcome.why}")
        seen.add(outcome.did)
    took = perf_counter() - start
    if how not in seen:
        raise RuntimeError(f"no {how} but {seen}")
    return sum(line.count for line in mirror.digest(lobby) if line.kind == "booking"), took
