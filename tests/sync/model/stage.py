"""The stage of the model: two real kiosks and the real backend, and every way to hurt them.

Files lie in memory, the network is function calls, each computer has a clock of its own. A kill
leaves what was committed; a restored copy brings back what was.
"""

import random
import shutil
import sqlite3
import tomllib
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from tests.booking.booking_world import AINO, AREA, MIKAEL, booked
from tests.booking.conftest import AREA_FILE, furnished
from tests.queue.world import World
from tests.reused import database
from tests.sync.pair import ADMIN, device_app, enrol, office_world
from vuoro.booking.area import area_of
from vuoro.booking.backend import Backend, Refused
from vuoro.booking.domain.values import BookingView
from vuoro.booking.fleet import commands
from vuoro.booking.service import reading
from vuoro.booking.service.epochs import renew_server_epoch
from vuoro.booking.service.passes import pass_text
from vuoro.booking.store import Database
from vuoro.booking.store.tables import fleet, metadata
from vuoro.booking.vault import MasterSecret, Vault
from vuoro.core.clock import SteppingClock
from vuoro.core.ids import RandomIds
from vuoro.core.wire.sync import Role
from vuoro.queue.service import LobbyService, keyring
from vuoro.queue.service.identity import keep_identity
from vuoro.sync.device_key import DeviceKey
from vuoro.sync.faulty import Fault, FaultyTransport
from vuoro.sync.in_process import InProcessTransport
from vuoro.sync.outcome import Outcome
from vuoro.sync.stepping import Link
from vuoro.sync.transport import Ask, NoAnswer, Reply

START = datetime.fromisoformat("2026-11-23T09:00:00+02:00")
DAY = "2026-11-23"
MEETINGS = (("09:35", AINO), ("10:10", AINO), ("10:45", AINO), ("11:20", AINO),
            ("10:00", MIKAEL), ("10:35", MIKAEL))  # fmt: skip
NAMES = ("aula", "ovi")
"""The leader, and the second kiosk."""
_DATABASE, _HIGH_WATER = "lobby.db", "lobby.high-water"


class Died(BaseException):
    """A process died here; nothing catches it."""


@dataclass
class Fuse:
    """Dies at the so manyth named point from now."""

    left: int | None = None

    def light(self, points: int) -> None:
        self.left = points

    def out(self) -> None:
        self.left = None

    def __call__(self, point: str) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            self.left = None
            raise Died(point)


@dataclass
class Server:
    """The backend's process, and the way to it. It may die under any request."""

    folder: Path
    clock: SteppingClock
    chance: random.Random
    fuse: Fuse = field(default_factory=Fuse)

    def __post_init__(self) -> None:
        self.backend = _backend(self.folder, self.clock, self.chance, self.fuse)
        self._way = InProcessTransport(device_app(self.backend))

    def send(self, ask: Ask) -> Reply:
        try:
            return self._way.send(ask)
        except Died:
            raise NoAnswer("the backend died") from None
        finally:
            self.fuse.out()

    def trust_time(self, moment: float) -> None:
        """No certificates here."""

    def copy(self) -> bytes:
        """A backup."""
        return _copied(self.folder / "booking.db")

    def bring_back(self, backup: bytes) -> None:
        """The backup is restored, as the handbook says: with a new server epoch."""
        self.backend.db.close()
        _written(self.folder / "booking.db", backup)
        self.backend.db = database(f"sqlite:///{self.folder}/booking.db")
        renew_server_epoch(self.backend)

    def known(self) -> set[str]:
        """Ids of the events it has."""
        with self.backend.read() as sql:
            return set(sql.execute(select(fleet.applied_event.c.event_id)).scalars())

    def close(self) -> None:
        self._way.close()
        self.backend.db.close()


@dataclass
class Kiosk:
    """A lobby service on a device of its own, and its end of the wire."""

    name: str
    folder: Path
    server: Server
    key: DeviceKey
    chance: random.Random
    clock: SteppingClock
    fuse: Fuse = field(default_factory=Fuse)
    faults: deque[Fault] = field(default_factory=deque)
    lives: int = 0
    copies: int = 0
    """How often an older copy of it was brought back."""

    def __post_init__(self) -> None:
        self.network = FaultyTransport(self.server, self._plan(), self.chance)
        self.start()

    @property
    def lobby(self) -> LobbyService:
        return self.world.lobby

    def start(self) -> None:
        """The process starts, after a new boot of the computer."""
        self.lives += 1
        self.clock.boot_id = uuid.UUID(int=self.chance.getrandbits(128), version=4)
        path = self.folder / _DATABASE
        self.world: World = office_world(self.clock, path, self.chance.getrandbits(62))
        keyring.reopen_keys(self.lobby)
        self.world.store._at = self.fuse
        self.link = Link(
            self.lobby, self.network, self.key, chance=self.chance.random, at=self.fuse
        )

    def dies(self) -> None:
        """kill -9: nothing is closed in good order."""
        self.fuse.out()
        self.world.store._let_go()
        self.start()

    def attempt(self, deed: Callable[[], object], points: int | None) -> bool:
        """Do something that may be the last thing this process does. Whether it survived."""
        if points is not None:
            self.fuse.light(points)
        try:
            deed()
        except Died:
            self.dies()
            return False
        finally:
            self.fuse.out()
        return True

    def copy(self) -> bytes:
        """An image of the card."""
        return _copied(self.folder / _DATABASE)

    def bring_back(self, image: bytes) -> None:
        """An older image is put in. What lies beside the database tells of it at the start."""
        self.world.store._let_go()
        _written(self.folder / _DATABASE, image)
        self.copies += 1
        self.start()

    def step(self, faults: list[Fault]) -> tuple[Outcome, Outcome]:
        """One go at push and pull through these faults."""
        self.faults.extend(faults)
        try:
            return self.link.step()
        finally:
            self.faults.clear()

    def events(self) -> set[str]:
        """Ids of the events in its journal."""
        rows = self.world.store.read("SELECT event_id FROM event")
        return {str(uuid.UUID(bytes=row[0])) for row in rows}

    def _plan(self) -> Iterator[Fault]:
        while True:
            yield self.faults.popleft() if self.faults else Fault.NONE

    def close(self) -> None:
        self.world.store._let_go()


class Stage:
    """Everything, as it was on Monday at nine, in a folder of its own."""

    def __init__(self, template: Path, folder: Path, seed: int) -> None:
        shutil.copytree(template, folder, dirs_exist_ok=True)
        self.chance = random.Random(seed)
        self.clock = SteppingClock(START)
        self.server = Server(folder / "backend", self.clock, self.chance)
        self.kiosks = tuple(
            Kiosk(name, folder / name, self.server, _key(name), self.chance, SteppingClock(START))
            for name in NAMES
        )
        with self.server.backend.read() as sql:
            self.devices = {row.name: row.id for row in sql.execute(select(fleet.device)).all()}
        self.bookings = [view.id for view in reading.day_of(self.backend, AREA, START.date())]

    @property
    def backend(self) -> Backend:
        return self.server.backend

    @property
    def leader(self) -> Kiosk:
        return self.kiosks[0]

    def view(self, booking: str) -> BookingView | None:
        """A booking as the backend has it now; a restored one may have forgotten it."""
        with suppress(Refused):
            return reading.booking(self.backend, booking)
        return None

    def pass_now(self, booking: str) -> str:
        """What the client would print now; "" where there is no pass any more."""
        view = self.view(booking)
        return (pass_text(self.backend, view) or "") if view is not None else ""

    def wait(self, minutes: float) -> None:
        """Time passes for everybody."""
        for clock in (self.clock, *(kiosk.clock for kiosk in self.kiosks)):
            clock.advance(timedelta(minutes=minutes))

    def unlock(self) -> None:
        """An administrator lets devices in again whose identity was disputed."""
        for device in self.devices.values():
            with suppress(Refused):
                commands.unlock(self.backend, ADMIN, device)

    def close(self) -> None:
        for kiosk in self.kiosks:
            kiosk.close()
        self.server.close()


def template(folder: Path) -> None:
    """Make the folder that every story begins from: both kiosks enrolled and in step."""
    clock = SteppingClock(START)
    (folder / "backend").mkdir()
    db = Database(f"sqlite:///{folder}/backend/booking.db")
    metadata.create_all(db.engine)
    furnished(db, clock, area_of(tomllib.loads(AREA_FILE.read_text(encoding="utf-8"))))
    db.close()
    server = Server(folder / "backend", clock, random.Random(1))
    for when, specialist in MEETINGS:
        booked(server.backend, f"{DAY} {when}", specialist)
    for name, role in zip(NAMES, (Role.LEADER, Role.COMPANION), strict=True):
        (folder / name).mkdir()
        world = office_world(clock, folder / name / _DATABASE)
        key = _key(name)
        keep_identity(world.lobby, enrol(server.backend, key, name, role))
        Link(world.lobby, server, key, chance=lambda: 0.5).settle()
        world.store.close()
    server.close()


def _backend(folder: Path, clock: SteppingClock, chance: random.Random, fuse: Fuse) -> Backend:
    vault = Vault(MasterSecret(bytes(range(32))), chance.randbytes)
    ids = RandomIds(clock, chance.randbytes)
    return Backend(database(f"sqlite:///{folder}/booking.db"), clock, ids, vault, at=fuse)


def _key(name: str) -> DeviceKey:
    return DeviceKey(None, name.encode().ljust(32, b"."))


def _copied(database: Path) -> bytes:
    """The database as of now, the write-ahead log included."""
    with sqlite3.connect(database) as source:
        copy = sqlite3.connect(":memory:")
        source.backup(copy)
        image = copy.serialize()
        copy.close()
    source.close()
    return image


def _written(database: Path, image: bytes) -> None:
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    database.write_bytes(image)
