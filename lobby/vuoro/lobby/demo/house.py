"""The demo's house: a folder with everything an office needs, ready to be opened."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from vuoro.booking.opening import opened
from vuoro.core.clock import SteppingClock
from vuoro.core.settings.schema import (
    BookingSettings,
    DisplaySettings,
    KioskSettings,
    LobbySettings,
    MailSettings,
    PrinterSettings,
    ScannerSettings,
    Settings,
    SmsSettings,
    SyncSettings,
)
from vuoro.lobby.demo.cast import CLERKS, PASSWORD, Client, wishes
from vuoro.lobby.demo.enrolling import enrol
from vuoro.lobby.demo.furnishing import book_all, furnish_backend, strangers_pass
from vuoro.lobby.demo.morning import Morning
from vuoro.lobby.demo.office_text import office_text
from vuoro.lobby.demo.plan import Plan, plan
from vuoro.lobby.keeping_in_touch import prepare_keys
from vuoro.lobby.opening import open_lobby
from vuoro.lobby.settings_text import settings_text
from vuoro.queue.office_file import load_office
from vuoro.queue.service import LobbyService, people

SETTINGS = "vuoro.toml"
PIN = "2580"


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the programs listen.

    The lobby service, the printer and the page with its paper; the backend, the cable to it and
    the page with the cable's switch; the mail server and the SMS gateway.
    """

    lobby: int = 8480
    printer: int = 9100
    paper: int = 8481
    booking: int = 8490
    cable: int = 8491
    switch: int = 8482
    mail: int = 8525
    sms: int = 8526


@dataclass(frozen=True, slots=True)
class Windows:
    """Sizes of the kiosk's and the display's windows; calls are heard, or kept as files."""

    kiosk: str = "1080x1920"
    display: str = "1920x1080"
    aloud: bool = True


@dataclass(frozen=True, slots=True)
class House:
    """A house ready to be opened."""

    folder: Path
    settings: Settings
    plan: Plan
    ports: Ports
    clients: tuple[Client, ...] = field(repr=False)
    stranger: str = field(repr=False)
    """The pass of another office."""

    @property
    def camera(self) -> Path:
        """Pictures put here are held to the kiosk's scanner."""
        return self.folder / "camera"

    @property
    def slips(self) -> Path:
        return self.folder / "slips"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def messages(self) -> Path:
        """What the post office got: ``mail/*.eml`` and ``sms/*.json``."""
        return self.folder / "messages"

    @property
    def file(self) -> Path:
        return self.folder / SETTINGS

    def client(self, part: str) -> Client:
        """The client who has this part."""
        return next(each for each in self.clients if each.part == part)


def build(folder: Path, now: datetime, ports: Ports, windows: Windows) -> House:
    """Make a house in an empty folder, its morning lived through. Raises OSError, Complaint."""
    day = plan(now)
    seed = random.SystemRandom().getrandbits(32)
    for name in ("camera", "slips", "logs", "passes", "messages"):
        (folder / name).mkdir()
    (folder / "office.toml").write_text(office_text(day), encoding="utf-8")
    settings = _settings(folder, ports, windows)
    (folder / SETTINGS).write_text(settings_text(settings, secrets=True), encoding="utf-8")
    cast, stranger = _furnish(settings, day, seed)
    return House(folder, settings, day, ports, cast, stranger)


def _settings(folder: Path, ports: Ports, windows: Windows) -> Settings:
    url = f"http://127.0.0.1:{ports.lobby}"
    return Settings(
        lobby=LobbySettings(
            port=ports.lobby,
            data=folder / "data",
            office=folder / "office.toml",
            public_url=url,
            follow_url=url,
        ),
        kiosk=KioskSettings(
            name="Aula 1",
            lobby_url=url,
            token_file=folder / "kiosk.token",
            full_screen=False,
            window=windows.kiosk,
            pin=PIN,
            printer=PrinterSettings(kind="network", port=ports.printer),
            scanner=ScannerSettings(kind="folder", source=str(folder / "camera")),
        ),
        sync=SyncSettings(backend_url=f"http://127.0.0.1:{ports.cable}", day_keys="file"),
        booking=BookingSettings(
            port=ports.booking,
            data=folder / "backend",
            public_url=f"http://127.0.0.1:{ports.booking}",
            mail=MailSettings(host="127.0.0.1", port=ports.mail, security="none"),
            sms=SmsSettings(url=f"http://127.0.0.1:{ports.sms}/send"),
        ),
        display=DisplaySettings(
            name="Odotustila",
            lobby_url=url,
            token_file=folder / "display.token",
            full_screen=False,
            window=windows.display,
            sound="speaker" if windows.aloud else "folder",
            sound_folder=folder / "sound",
        ),
    )


def _furnish(settings: Settings, day: Plan, seed: int) -> tuple[tuple[Client, ...], str]:
    """Accounts, devices, bookings, and the morning. Gives who has booked, and a stranger's pass."""
    clock = SteppingClock(day.opened.astimezone(UTC))
    office = load_office(settings.lobby.office)
    with opened(settings.booking, clock) as backend, open_lobby(settings.lobby, clock) as lobby:
        # Nothing here is worth waiting for the disk; the lobby service opens it with care.
        lobby.store.connection.exec_driver_sql("PRAGMA synchronous = OFF")
        furnish_backend(backend, day, office)
        cast = book_all(backend, office, wishes(day, seed), seed)
        stranger = strangers_pass(backend, office, cast[0].start)
        for clerk in CLERKS:
            people.add_staff(lobby, clerk.username, clerk.name, PASSWORD, people.ROLES, clerk.id)
        _register(lobby, "display", settings.display.name, settings.display.token_file)
        kiosk = _register(lobby, "kiosk", settings.kiosk.name, settings.kiosk.token_file)
        prepare_keys(lobby, settings.sync)
        enrol(lobby, backend, settings.lobby.data)
        chance = random.Random(seed)
        Morning(lobby, clock, day, kiosk, chance).live(cast)
    return cast, stranger


def _register(lobby: LobbyService, kind: str, name: str, file: Path) -> str:
    """Register a device and keep its token; its id."""
    file.touch(mode=0o600)
    file.write_text(people.add_device(lobby, kind, name) + "\n", encoding="ascii")
    return next(device.id for device in people.devices(lobby) if device.name == name)
