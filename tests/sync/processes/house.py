"""An office with two kiosks' lobbies and its backend: folders, ready for real programs to open."""

import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from vuoro.booking.area import Area, HoursEntry, OfficeEntry, ServiceEntry, SpecialistEntry
from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import SYSTEM, Contact, FreeTime, NewBooking
from vuoro.booking.fleet.enrolling import Place
from vuoro.booking.opening import opened
from vuoro.booking.service.api_keys import Scope, add_key
from vuoro.booking.service.booking import book_at
from vuoro.booking.service.furnishing import furnish
from vuoro.booking.service.keys import ensure_keys
from vuoro.booking.service.passes import pass_text
from vuoro.core.clock import SteppingClock, SystemClock, local
from vuoro.core.opening_hours import DAYS
from vuoro.core.settings.schema import BookingSettings, LobbySettings, Settings, SyncSettings
from vuoro.core.wire.desk import Channel
from vuoro.core.wire.sync import Role
from vuoro.lobby.bench.process import free_port
from vuoro.lobby.bench.server import always_open
from vuoro.lobby.demo.enrolling import enrol
from vuoro.lobby.demo.programs import Program
from vuoro.lobby.keeping_in_touch import prepare_keys
from vuoro.lobby.opening import open_lobby
from vuoro.lobby.settings_text import settings_text
from vuoro.queue.office_file import load_office
from vuoro.queue.service import people
from vuoro.queue.service.identity import identity

NAMES = ("aula", "ovi")
"""The leader, and the second kiosk."""
ROLES = dict(zip(NAMES, (Role.LEADER, Role.COMPANION), strict=True))
OFFICE, SERVICE = "00000000-0000-4000-8000-000000000017", "00000000-0000-4000-8000-000000000101"
SLUG = "tyonhakukeskustelu"
MINUTES = 5
BUSY = ("00000000-0000-4000-8000-000000000003", "00000000-0000-4000-8000-000000000004")
"""Who has bookings."""
QUIET = ("00000000-0000-4000-8000-000000000005", "00000000-0000-4000-8000-000000000006")
"""Who has but one a day: see ``House.last_words``."""
MEETINGS = 40


@dataclass(frozen=True)
class Client:
    """Somebody with a booking, and what they can show."""

    booking: str
    code: str = field(repr=False)
    pass_text: str = field(default="", repr=False)


@dataclass(frozen=True)
class House:
    """What the programs need, and what the driver may use."""

    folder: Path
    settings: dict[str, Settings]
    """By lobby; the backend's are the same in each."""
    tokens: dict[str, str] = field(repr=False)
    api_key: str = field(repr=False)
    clients: tuple[Client, ...] = field(repr=False)
    last_words: dict[str, str]
    """By day: a booking that nobody touches before the end. Who hears of it has heard all.

    It is the day's last meeting: an earlier one would be over, and its client absent, by then.
    """
    devices: dict[str, str]

    @property
    def booking(self) -> BookingSettings:
        return self.settings[NAMES[0]].booking

    def url(self, lobby: str) -> str:
        return f"http://127.0.0.1:{self.settings[lobby].lobby.port}"

    @property
    def backend_url(self) -> str:
        return f"http://127.0.0.1:{self.booking.port}"


def build(folder: Path, backend_port: int, cables: dict[str, int]) -> House:
    """Everything enrolled and booked, in an empty folder. ``cables``: the port each lobby calls."""
    now = SystemClock().now()
    office = always_open(folder)
    booking = BookingSettings(port=backend_port, data=folder / "backend")
    settings = {name: _settings(folder / name, office, booking, cables[name]) for name in NAMES}
    for name in NAMES:
        (folder / name).mkdir()
        (folder / f"{name}.toml").write_text(settings_text(settings[name], secrets=True), "utf-8")
    tokens, devices = {}, {}
    clock = SteppingClock(_midnight(now))
    with opened(booking, clock) as backend:
        area = _area(str(load_office(office).tenant))
        furnish(backend, area)
        ensure_keys(backend, area.id)
        clients = _booked(backend, area.id, now)
        last_words = _last_words(backend, area.id, now)
        clock.jump(now)
        key = add_key(backend, SYSTEM, area.id, "Driver", [scope.value for scope in Scope])
        for name in NAMES:
            with open_lobby(settings[name].lobby, clock) as lobby:
                prepare_keys(lobby, settings[name].sync)
                tokens[name] = people.add_device(lobby, "kiosk", name)
                data = settings[name].lobby.data
                enrol(lobby, backend, data, Place(area.id, OFFICE, name, ROLES[name]))
                known = identity(lobby)
                assert known is not None
                devices[name] = known.device
    return House(folder, settings, tokens, key.text, clients, last_words, devices)


def programs(house: House) -> dict[str, Program]:
    """The real programs, by the names of their logs."""

    def program(name: str, of: str, *command: str) -> Program:
        file = str(house.folder / f"{of}.toml")
        return Program(name, (sys.executable, "-m", "vuoro.lobby", *command, "--settings", file))

    lobbies = {name: program(name, name, "lobby") for name in NAMES}
    return {"backend": program("backend", NAMES[0], "booking", "serve"), **lobbies}


def _settings(data: Path, office: Path, booking: BookingSettings, cable: int) -> Settings:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    return Settings(
        lobby=LobbySettings(port=port, data=data, office=office, public_url=url),
        sync=SyncSettings(backend_url=f"http://127.0.0.1:{cable}", day_keys="file"),
        booking=booking,
    )


def _area(tenant: str) -> Area:
    """One office that never closes, and four specialists who never sleep."""
    names = {"fi": "Toimisto", "sv": "Kontor", "en": "Office"}
    hours = (HoursEntry(DAYS, "00:00", "24:00"),)
    office = OfficeEntry(OFFICE, 17, "keskusta", names, names, dict.fromkeys(DAYS, "00:00-24:00"),
                         closed_on_holidays=False)  # fmt: skip
    service = ServiceEntry(SERVICE, SLUG, names, MINUTES, min_notice_minutes=0,
                           change_until_minutes=0, identity_code="no")  # fmt: skip
    people = tuple(
        SpecialistEntry(key, f"Specialist {key[-1]}", "keskusta", (SLUG,), hours)
        for key in (*BUSY, *QUIET)
    )
    return Area(tenant, "alue", names, (office,), (service,), people)


def _booked(backend: Backend, tenant: str, now: datetime) -> tuple[Client, ...]:
    """Clients around now, as far as the day goes."""
    clients = []
    for number in range(MEETINGS):
        start = _grid(now) + timedelta(minutes=MINUTES * (number // 2 - MEETINGS // 8))
        if local(start).date() == local(now).date():
            clients.append(_client(backend, tenant, start, BUSY[number % 2]))
    return tuple(clients)


def _last_words(backend: Backend, tenant: str, now: datetime) -> dict[str, str]:
    """Of today, and of tomorrow where the test goes over midnight."""
    tonight = local(now).replace(hour=23, minute=55, second=0, microsecond=0)
    return {
        night.date().isoformat(): _client(
            backend, tenant, night.astimezone(now.tzinfo), QUIET[0]
        ).booking
        for night in (tonight, tonight + timedelta(days=1))
    }


def _client(backend: Backend, tenant: str, start: datetime, specialist: str) -> Client:
    time = FreeTime(start, MINUTES, OFFICE, specialist)
    contact = Contact("Testi Asiakas", email="testi@example.fi")
    new = NewBooking(tenant, SERVICE, Channel.IN_PERSON, time, contact)
    view = book_at(backend, SYSTEM, new)
    return Client(view.id, view.code, pass_text(backend, view) or "")


def _midnight(now: datetime) -> datetime:
    """When this local day began."""
    here = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return here.astimezone(now.tzinfo)


def _grid(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)
