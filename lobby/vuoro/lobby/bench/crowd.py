"""A thousand devices at one backend: polls kept open, and a push a minute by each."""

import json
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from vuoro.booking.area import Area, OfficeEntry
from vuoro.booking.backend import Backend
from vuoro.booking.fleet import window
from vuoro.booking.service.secrets import hash_of
from vuoro.booking.store.tables import fleet
from vuoro.core.chain import FIRST_HASH
from vuoro.core.wire.sync import Role
from vuoro.lobby.bench.crowd_client import Counted
from vuoro.lobby.bench.figures import Figure, spread
from vuoro.lobby.bench.fleet_backend import FleetBackend
from vuoro.sync.device_key import DeviceKey

DEVICES = 1_000
EACH = 4
"""Devices in one lobby."""
SESSION_MS = 12 * 3_600_000
_SERIES = ("", "H", "J", "K")
_HOURS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-16:00")


@dataclass(frozen=True)
class Crowd:
    """The devices as their simulator wants them, and the epoch of their backend."""

    server_epoch: str
    devices: tuple[dict[str, Any], ...]


def offices() -> tuple[OfficeEntry, ...]:
    """Where they stand."""
    return tuple(_office(number) for number in range(DEVICES // EACH))


def enrol(backend: Backend, area: Area) -> Crowd:
    """Let them in, in the middle of a session: rows like that of a device that was approved."""
    with backend.read() as sql:
        like = sql.execute(select(fleet.device).limit(1)).mappings().one()
    heard = _reached(backend)
    now, rows, sessions, devices = backend.now_ms, [], [], []
    for number in range(DEVICES):
        key, token = str(backend.ids.thing()), backend.ids.token()
        office = _office(number // EACH).id
        seed = sha256(b"crowd %d" % number).digest()
        role = Role.LEADER if number % EACH == 0 else Role.COMPANION
        rows.append(
            {**like, "id": key, "tenant": area.id, "office": office,
             "name": f"Device {number}", "public_key": DeviceKey(None, seed).public,
             "role": role.value, "series": _SERIES[number % EACH], "spare_series": [],
             "chain": FIRST_HASH, "last_seq": 0, "epoch": 1, "cursor": heard[office]}
        )  # fmt: skip
        sessions.append({"token_hash": hash_of(token), "device": key, "drain_only": False,
                         "expires_at": now + SESSION_MS, "boot": "", "version": ""})  # fmt: skip
        devices.append({"id": key, "token": token, "seed": seed.hex(), "office": office,
                        "series": _SERIES[number % EACH], "cursor": heard[office]})  # fmt: skip
    with backend.begin() as work:
        work.sql.execute(insert(fleet.device), rows)
        work.sql.execute(insert(fleet.device_session), sessions)
    return Crowd(backend.server_epoch(), tuple(devices))


def measure(
    kind: str, served: FleetBackend, crowd: Crowd, folder: Path, *, visitors: bool
) -> list[Figure]:
    """The backend under them, measured from outside. ``visitors``: each push tells of one."""
    file = folder / "crowd.json"
    told = {
        "port": served.port, "pid": served.pid, "server_epoch": crowd.server_epoch,
        "devices": crowd.devices, "visitors": visitors,
    }  # fmt: skip
    file.write_text(json.dumps(told), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "vuoro.lobby.bench.crowd_client", str(file)],
        stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    counted = Counted(**json.loads(done.stdout))
    what = "a visitor a minute each" if visitors else "idle"
    return _figures(f"{kind}: {DEVICES:,} devices, {what}", counted)


def _figures(name: str, counted: Counted) -> list[Figure]:
    requests = len(counted.pushes) + len(counted.polls)
    every = spread(counted.pushes + counted.late)
    good = every[1] <= 1000 and not counted.errors
    figures = [
        Figure(f"{name}: requests", requests / counted.seconds, None, "/s"),
        Figure(f"{name}: answers late by", *every, "ms", None, "p95 ≤ 1 s, no errors", good),
        Figure(f"{name}: errors", counted.errors, None, "", None, "0", not counted.errors),
        Figure(f"{name}: memory of the backend", counted.memory, None, "MB"),
        Figure(f"{name}: its processor time", counted.busy, None, "% of a core"),
    ]
    if counted.heard:
        others = spread(counted.heard)
        figures.append(Figure(f"{name}: told → known by the lobby's others", *others))
    return figures


def _reached(backend: Backend) -> dict[str, int]:
    """The end of each office's stream, its days told."""
    s = fleet.site.c
    with backend.read() as sql:
        offices = list(sql.execute(select(s.office)).scalars())
    for office in offices:
        window.advance(backend, office)
    with backend.read() as sql:
        known = {row.office: row.change_seq for row in sql.execute(select(s.office, s.change_seq))}
    return known


def _office(number: int) -> OfficeEntry:
    names: dict[str, Any] = {"fi": f"Toimisto {number}", "sv": "Kontor", "en": "Office"}
    key = str(UUID(int=50_000 + number, version=4))
    return OfficeEntry(key, 1_000 + number, f"toimisto-{number}", names, names, _HOURS)
