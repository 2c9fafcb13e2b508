"""Scan → ticket at two kiosks of one office: one on a good network, one whose network flaps.

Both press in turn, while the backend books as fast as a system may and both lobbies hear of it.
"""

import tempfile
import threading
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import urllib3

from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import SYSTEM
from vuoro.booking.opening import opened
from vuoro.booking.service import reading
from vuoro.booking.service.api_keys import Scope, add_key
from vuoro.booking.service.passes import pass_text
from vuoro.core.clock import SystemClock, local
from vuoro.core.settings.schema import Settings, SyncSettings
from vuoro.core.wire.sync import Role
from vuoro.lobby.bench import session
from vuoro.lobby.bench.figures import Figure, spread
from vuoro.lobby.bench.fleet_backend import (
    SLUG,
    FleetBackend,
    await_answer,
    book,
    fill,
    serving,
    settings_on,
)
from vuoro.lobby.bench.fleet_lobby import FleetLobby, new_lobby
from vuoro.lobby.bench.large_area import OFFICE
from vuoro.lobby.bench.process import free_port, program
from vuoro.lobby.settings_text import settings_text
from vuoro.queue.service import people

ROUNDS = 150
BOOKINGS = 1_000
BETWEEN_BOOKINGS = 0.05
NAMES = ("good", "flapping")
_SPECIALISTS = 50


def measure() -> list[Figure]:
    """Both kiosks in turn, each press beside one of the other."""
    with tempfile.TemporaryDirectory(prefix="vb", dir="/tmp") as kept, ExitStack() as stack:
        folder = Path(kept)
        lobbies = {name: new_lobby(folder / name) for name in NAMES}
        settings = settings_on("", folder)
        with opened(settings, SystemClock()) as backend:
            area = fill(backend, lobbies["good"].office)
            passes = _passes(backend, book(backend, area, 2 * ROUNDS, today=True))
            book(backend, area, BOOKINGS)
            key = add_key(backend, SYSTEM, area.id, "Bench", [scope.value for scope in Scope])
            specialists = [each.id for each in area.specialists]
            for name, role in zip(NAMES, (Role.LEADER, Role.COMPANION), strict=True):
                lobbies[name].enrol(backend, name, role)
                lobbies[name].hear(backend)
        served = stack.enter_context(serving(settings, folder))
        ways = {"good": served.port, "flapping": stack.enter_context(_flapping_to(served.port))}
        kiosks = {
            name: stack.enter_context(_kiosk(lobbies[name], ways[name], folder)) for name in NAMES
        }
        stack.enter_context(_booked_all_the_time(served, key.text, specialists))
        return _in_turn(kiosks, passes)


def _in_turn(kiosks: dict[str, session.Kiosk], passes: list[str]) -> list[Figure]:
    took: dict[tuple[str, str], list[float]] = {}
    for number in range(ROUNDS):
        order = NAMES if number % 2 else NAMES[::-1]
        for name in order:
            scan = kiosks[name].check_in(passes.pop())
            took.setdefault(("scan → ticket", name), []).append(scan)
        for name in order:
            took.setdefault(("walk-in → ticket", name), []).append(kiosks[name].issue())
    return [_beside(what, took) for what in ("scan → ticket", "walk-in → ticket")]


def _beside(what: str, took: dict[tuple[str, str], list[float]]) -> Figure:
    value, p95 = spread(took[what, "flapping"])
    limit, _ = spread(took[what, "good"])
    name = f"{what} while the network flaps, beside a good one"
    return Figure(name, value, p95, "ms", limit, "≤ 1.1 ×", value <= 1.1 * limit)


def _passes(backend: Backend, ids: list[str]) -> list[str]:
    texts = [pass_text(backend, reading.booking(backend, each)) for each in ids]
    return [text for text in texts if text is not None]


@contextmanager
def _flapping_to(port: int) -> Iterator[int]:
    listen = free_port()
    with program(["-m", "vuoro.lobby.bench.flapping_cable", str(port), str(listen)]):
        yield listen


@contextmanager
def _kiosk(lobby: FleetLobby, way: int, folder: Path) -> Iterator[session.Kiosk]:
    """A kiosk of the lobby service as it runs in an office."""
    with lobby.opened() as here:
        token = people.add_device(here, "kiosk", "Bench")
    sync = SyncSettings(backend_url=f"http://127.0.0.1:{way}", day_keys="file")
    file = folder / f"{lobby.settings.data.name}.toml"
    text = settings_text(Settings(lobby=lobby.settings, sync=sync), secrets=True)
    file.write_text(text, encoding="utf-8")
    with program(["-m", "vuoro.lobby", "lobby", "--settings", str(file)]):
        await_answer(f"http://127.0.0.1:{lobby.settings.port}/v1/health")
        yield session.kiosk(lobby.settings.port, token)


@contextmanager
def _booked_all_the_time(served: FleetBackend, key: str, specialists: list[str]) -> Iterator[None]:
    """Somebody books one meeting after the other; each is told to both lobbies."""
    over, made = threading.Event(), 0
    monday = local(SystemClock().now()).replace(hour=8, minute=0, second=0, microsecond=0)
    monday += timedelta(days=7 - monday.weekday())

    def go_on() -> None:
        nonlocal made
        pool = urllib3.PoolManager(retries=False, timeout=10)
        number = 0
        while not over.wait(BETWEEN_BOOKINGS):
            slot = number // _SPECIALISTS
            start = monday + timedelta(days=slot // 6 % 5, minutes=30 * (slot % 6))
            body = {
                "service": SLUG, "office": OFFICE, "start": start.isoformat(),
                "specialist": specialists[number % _SPECIALISTS],
                "client": {"name": "Mittaus", "email": "mittaus@example.fi"},
            }  # fmt: skip
            headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": str(uuid.uuid4())}
            url = f"{served.url}/api/v1/bookings"
            made += pool.request("POST", url, json=body, headers=headers).status == 201
            number += 1

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    if not made:
        raise RuntimeError("nothing was booked: the lobbies had nothing to hear of")
