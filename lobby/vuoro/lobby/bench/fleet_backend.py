"""A backend that lobbies keep in step with: an office of fifty specialists, thousands of bookings.

It is filled before it is measured, then served as the program that offices run.
"""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from uuid import UUID

import urllib3
from sqlalchemy import insert, select

from vuoro.booking.area import Area, OfficeEntry
from vuoro.booking.backend import Backend, to_ms
from vuoro.booking.domain.values import SYSTEM, Contact, FreeTime, NewBooking
from vuoro.booking.service.booking import book_at
from vuoro.booking.service.furnishing import furnish
from vuoro.booking.service.keys import ensure_keys
from vuoro.booking.service.reading import private_place
from vuoro.booking.service.secrets import hash_of
from vuoro.booking.store.tables import bookings
from vuoro.core.clock import SteppingClock, SystemClock, local
from vuoro.core.settings.schema import BookingSettings, Settings
from vuoro.core.wire.desk import Channel
from vuoro.lobby.bench import large_area
from vuoro.lobby.bench.large_area import MINUTES, OFFICE, SERVICE
from vuoro.lobby.bench.process import PATIENCE, free_port, program
from vuoro.lobby.settings_text import settings_text
from vuoro.queue.domain.office import Office

SLUG = "tyonhakukeskustelu"
IDENTITY = "010594Y9032"
"""Of the artificial range, which nobody has."""
FILES = 8192
"""Files that the backend may have open: a thousand devices have two connections each."""
_DAYS = 8
_PRIVATE = {"answers": [], "note": "Asiakas toivoo rauhallista huonetta.", "token": ""}


@dataclass(frozen=True)
class FleetBackend:
    """A backend that serves."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def settings_on(database: str, folder: Path) -> BookingSettings:
    """``database``: the address of one, or empty for SQLite in the folder."""
    return BookingSettings(port=free_port(), data=folder / "backend", database=database)


def fill(backend: Backend, office: Office, more: tuple[OfficeEntry, ...] = ()) -> Area:
    """The area of the bench, under the name and number of a lobby's office."""
    area = large_area.area()
    here = replace(area.offices[0], site=office.site, closed_on_holidays=False)
    service = replace(area.services[0], slug=SLUG, identity_code="optional")
    people = tuple(replace(each, services=(SLUG,)) for each in area.specialists)
    area = replace(
        area,
        id=str(office.tenant),
        offices=(here, *more),
        services=(service,),
        specialists=people,
    )
    furnish(backend, area)
    ensure_keys(backend, area.id)
    return area


def book(backend: Backend, area: Area, count: int, *, today: bool = False) -> list[str]:
    """So many bookings of the coming days, all told to the office; their ids.

    One is made as a booking is, the others are copies of its row with keys, secrets and times of
    their own: making them is measured elsewhere.
    """
    b = bookings.booking
    with backend.read() as sql:
        made = sql.execute(select(b).where(b.c.tenant == area.id).limit(1)).mappings().first()
    if made is None:
        _book_one(backend, area)
        with backend.read() as sql:
            made = sql.execute(select(b).where(b.c.tenant == area.id)).mappings().one()
    rows = []
    for number in range(count):
        key, token = str(backend.ids.thing()), backend.ids.token()
        start = _start(backend.now, number, 1 if today else _DAYS)
        private = backend.vault.seal_json({**_PRIVATE, "token": token}, private_place(key))
        rows.append(
            {**made, "id": key, "pass_id": str(backend.ids.event()), "code": _code(backend),
             "manage_hash": hash_of(token), "starts_at": to_ms(start), "private": private,
             "day": local(start).date().isoformat(),
             "specialist": area.specialists[number % len(area.specialists)].id}
        )  # fmt: skip
    with backend.begin() as work:
        work.sql.execute(insert(b), rows)
        for row in rows:
            work.tell(OFFICE, "booking", row["id"], 1)
    return [row["id"] for row in rows]


@contextmanager
def serving(settings: BookingSettings, folder: Path) -> Iterator[FleetBackend]:
    """The program, while the context lasts."""
    file = folder / "backend.toml"
    file.write_text(settings_text(Settings(booking=settings), secrets=True), encoding="utf-8")
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, hard), hard))
    with program(["-m", "vuoro.lobby", "booking", "serve", "--settings", str(file)]) as child:
        await_answer(f"http://127.0.0.1:{settings.port}/health")
        yield FleetBackend(settings.port, child.pid)


def await_answer(url: str) -> None:
    """Wait until a program serves. Raises RuntimeError."""
    ends = monotonic() + PATIENCE
    while not _answers(url):
        if monotonic() > ends:
            raise RuntimeError(f"{url} does not answer")
        sleep(0.05)


def _answers(url: str) -> bool:
    try:
        return urllib3.request("GET", url, timeout=1.0, retries=False).status == 200
    except urllib3.exceptions.HTTPError:
        return False


def _book_one(backend: Backend, area: Area) -> None:
    """The next working day at ten."""
    clock = SteppingClock(SystemClock().now())
    start = local(clock.now()).replace(hour=10, minute=0, second=0, microsecond=0)
    start += timedelta(days=1)
    while start.weekday() > 4:
        start += timedelta(days=1)
    contact = Contact("Mittaus", email="mittaus@example.fi", identity_code=IDENTITY)
    time = FreeTime(start, MINUTES, OFFICE, area.specialists[0].id)
    book_at(backend, SYSTEM, NewBooking(area.id, SERVICE, Channel.IN_PERSON, time, contact))


def _start(now: datetime, number: int, days: int) -> datetime:
    """Of today those that are not over."""
    day, half_hour = number % days, number // days % 16
    if not day:
        return (now + timedelta(minutes=half_hour)).replace(second=0, microsecond=0)
    return local(now).replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(
        days=day, minutes=30 * half_hour
    )


def _code(backend: Backend) -> str:
    return UUID(bytes=os.urandom(16)).hex[:8].upper()
