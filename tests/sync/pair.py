"""A lobby and its backend, both real, in one process: enrolled, and with a network to be spoilt."""

import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import delete, select, update

from tests.booking.booking_world import AINO, AREA, CENTRE, booked
from tests.queue.world import OFFICE, World, office
from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import Actor, ActorKind, BookingView
from vuoro.booking.fleet import api, enrolling, pulling
from vuoro.booking.store.tables import calendar, fleet
from vuoro.core.clock import SteppingClock
from vuoro.core.wire.sync import PROTOCOL, Enrolled, EnrolRequest, Role
from vuoro.queue.domain.booking import Booking
from vuoro.queue.service import LobbyService, keyring, mirror, outbox
from vuoro.queue.service.identity import keep_identity
from vuoro.sync.device_key import DeviceKey
from vuoro.sync.faulty import Fault, FaultyTransport
from vuoro.sync.in_process import InProcessTransport
from vuoro.sync.outcome import Outcome
from vuoro.sync.stepping import Link
from vuoro.sync.transport import Ask, Reply, Transport

ADMIN = Actor(ActorKind.STAFF, "admin", "An administrator")
CODE = "BCDFGHJK"
TALK: dict[str, Any] = {"id": "tyonhakukeskustelu", "letter": "D", "at_kiosk": False,
        "name": {"fi": "Työnhaku", "sv": "Samtal", "en": "Talk"}}  # fmt: skip


def device_app(backend: Backend) -> FastAPI:
    """The backend as devices see it."""
    app = FastAPI()
    app.include_router(api.routes(backend))
    return app


def enrol(backend: Backend, key: DeviceKey, name: str, role: Role = Role.LEADER) -> Enrolled:
    """Let a device in."""
    asked = EnrolRequest(PROTOCOL, key.public, CODE, "Test", name)
    enrolling.ask(backend, asked)
    enrolling.approve(backend, ADMIN, AREA, CODE, CENTRE, name, role)
    answer = enrolling.ask(backend, asked)
    assert isinstance(answer, Enrolled)
    return answer


def office_world(clock: SteppingClock, path: Path | None = None, seed: int = 1) -> World:
    """A lobby of the centre's office, which has no keys of its own."""
    room = {**OFFICE["counters"][2], "services": [TALK["id"], "keskustelu", "neuvonta"]}
    counters = [*OFFICE["counters"][:2], room, OFFICE["counters"][3]]
    settings = office(tenant=AREA, services=[*OFFICE["services"], TALK], counters=counters)
    world = World(path, seed, settings, clock)
    world.lobby.keys, world.lobby.day_keys = None, {}
    return world


@dataclass
class Pair:
    """The lobby of one office, and the backend, with everything between them under control."""

    backend: Backend
    clock: SteppingClock
    path: Path | None = None
    faults: deque[Fault] = field(default_factory=deque)
    points: list[str] = field(default_factory=list)
    """The named points that were passed."""
    fatal: str = ""
    """A point at which the process dies."""

    def __post_init__(self) -> None:
        self.app = device_app(self.backend)
        self.inner = InProcessTransport(self.app)
        self.network = FaultyTransport(self.inner, self._plan(), random.Random(1))
        self.key = DeviceKey(None, bytes(range(3, 35)))
        self.world = office_world(self.clock, self.path)
        self.enrolled = enrol(self.backend, self.key, "Aula 1")
        keep_identity(self.lobby, self.enrolled)
        self.link = self.new_link()

    @property
    def lobby(self) -> LobbyService:
        return self.world.lobby

    def new_link(self, transport: Transport | None = None) -> Link:
        """The sync of a process that has just started."""
        return Link(
            self.lobby, transport or self.network, self.key, chance=lambda: 0.5, at=self._at
        )

    def restart(self) -> None:
        """The lobby's process dies and is started anew."""
        self.fatal = ""
        if self.path is None:
            self.world.restart()
        else:
            self.world.reopen()
        self.lobby.keys, self.lobby.day_keys = None, {}
        keyring.reopen_keys(self.lobby)
        self.link = self.new_link()

    def close(self) -> None:
        self.inner.close()
        self.world.close()

    def wait(self, seconds: float) -> None:
        self.clock.advance(timedelta(seconds=seconds))

    def spoil(self, *faults: Fault) -> None:
        """What happens to the next requests."""
        self.faults.extend(faults)

    def settle(self) -> list[Outcome]:
        """Everything is told both ways."""
        happened = self.link.settle()
        assert self.waiting == 0
        return happened

    def book(self, when: str = "2026-11-23 10:10") -> BookingView:
        return booked(self.backend, when, AINO)

    @property
    def waiting(self) -> int:
        return outbox.state(self.lobby).waiting

    @property
    def mirrored(self) -> dict[str, Booking]:
        return dict(self.lobby.line.bookings)

    @property
    def cursor(self) -> tuple[str, int]:
        return mirror.cursor(self.lobby)

    def applied(self) -> list[str]:
        """Ids of the events that the backend has, in order."""
        a = fleet.applied_event.c
        query = select(a.event_id).order_by(a.received_at, a.epoch, a.seq)
        with self.backend.read() as sql:
            return list(sql.execute(query).scalars())

    def visits(self) -> int:
        """How many people came, as the backend knows it."""
        with self.backend.read() as sql:
            return len(list(sql.execute(select(fleet.visit.c.id))))

    def in_step(self) -> bool:
        """Whether both sides hold the same rows."""
        theirs = pulling.digest(self.backend, self.enrolled.device)
        return set(theirs.lines) == set(mirror.digest(self.lobby))

    def lose_the_thread(self) -> None:
        """The backend's end of the stream is another one than ours."""
        with self.backend.begin() as work:
            work.sql.execute(update(fleet.device).values(chain=bytes(range(16))))

    def end_sessions(self) -> None:
        """The backend forgets every session."""
        with self.backend.begin() as work:
            work.sql.execute(delete(fleet.device_session))

    def restore_backend(self) -> None:
        """The backend says that it was restored from a backup."""
        with self.backend.begin() as work:
            work.sql.execute(delete(calendar.meta).where(calendar.meta.c.k == "server_epoch"))

    def _plan(self) -> Iterator[Fault]:
        while True:
            yield self.faults.popleft() if self.faults else Fault.NONE

    def _at(self, point: str) -> None:
        self.points.append(point)
        if point == self.fatal:
            raise Killed(point)


class Killed(BaseException):
    """The process died here; nothing catches it."""


class Narrow:
    """Lets no push through that has more events than this; as the backend would refuse it."""

    def __init__(self, inner: Pair, most: int) -> None:
        self._pair, self._most = inner, most
        self.refused: list[int] = []

    def send(self, ask: Ask) -> Reply:
        if ask.path == "/push" and (size := ask.body.count(b'"seq":')) > self._most:
            self.refused.append(size)
            epoch = self._pair.backend.server_epoch()
            body = f'{{"server_epoch":"{epoch}","code":"too_large","detail":"","status":413}}'
            return Reply(413, {"content-type": "application/problem+json"}, body.encode())
        return self._pair.inner.send(ask)

    def trust_time(self, moment: float) -> None:
        raise AssertionError("the clock is right")
