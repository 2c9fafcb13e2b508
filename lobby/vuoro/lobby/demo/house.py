"""The demo's house: a folder with everything an office needs, ready to be opened."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from vuoro.core.clock import SteppingClock, local
from vuoro.core.settings.schema import (
    DisplaySettings,
    KioskSettings,
    LobbySettings,
    PrinterSettings,
    ScannerSettings,
    Settings,
)
from vuoro.core.wire.sync import ChangeTold, Op, Pulled
from vuoro.lobby.demo.cast import CLERKS, PASSWORD, Client, booking_row, clients, pass_text
from vuoro.lobby.demo.morning import Morning
from vuoro.lobby.demo.office_text import office_text
from vuoro.lobby.demo.plan import Plan, plan
from vuoro.lobby.demo.secret import Backend, hand_over, new_backend, write_backend
from vuoro.lobby.opening import open_lobby
from vuoro.lobby.settings_text import settings_text
from vuoro.queue.service import LobbyService, people
from vuoro.queue.service.mirror import take_page
from vuoro.queue.service.mirror_rows import BOOKING

SETTINGS = "vuoro.toml"
PIN = "2580"
ANOTHER_SITE = 99


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the programs listen: the lobby service, the printer, and the page with its paper."""

    lobby: int = 8480
    printer: int = 9100
    paper: int = 8481


@dataclass(frozen=True, slots=True)
class Windows:
    """Sizes of the kiosk's and the display's windows; calls are heard, or kept as files."""

    kiosk: str = "1080x1920"
    display: str = "1920x1080"
    aloud: bool = True


@dataclass(frozen=True, slots=True)
class House:
    """A house ready to be opened. ``passes`` are texts by the part of their client."""

    folder: Path
    settings: Settings
    plan: Plan
    ports: Ports
    clients: tuple[Client, ...] = field(repr=False)
    passes: dict[str, str] = field(repr=False)
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
    def file(self) -> Path:
        return self.folder / SETTINGS

    def client(self, part: str) -> Client:
        """The client who has this part."""
        return next(each for each in self.clients if each.part == part)


def build(folder: Path, now: datetime, ports: Ports, windows: Windows) -> House:
    """Make a house in an empty folder, its morning lived through. Raises OSError, Complaint."""
    day = plan(now)
    backend = new_backend()
    for name in ("camera", "slips", "logs", "passes"):
        (folder / name).mkdir()
    (folder / "office.toml").write_text(office_text(day), encoding="utf-8")
    write_backend(backend, folder)
    settings = _settings(folder, ports, windows)
    (folder / SETTINGS).write_text(settings_text(settings, secrets=True), encoding="utf-8")
    cast = clients(day, backend.seed)
    passes, stranger = _furnish(settings, backend, day, cast)
    return House(folder, settings, day, ports, cast, passes, stranger)


def _settings(folder: Path, ports: Ports, windows: Windows) -> Settings:
    url = f"http://127.0.0.1:{ports.lobby}"
    return Settings(
        lobby=LobbySettings(
            port=ports.lobby, data=folder / "data", office=folder / "office.toml", public_url=url
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


def _furnish(
    settings: Settings, backend: Backend, day: Plan, cast: Sequence[Client]
) -> tuple[dict[str, str], str]:
    """Accounts, devices, bookings, and the morning. Gives the passes by part, and a stranger's."""
    clock = SteppingClock(day.opened.astimezone(UTC))
    with open_lobby(settings.lobby, clock) as lobby:
        # Nothing here is worth waiting for the disk; the lobby service opens it with care.
        lobby.store.connection.exec_driver_sql("PRAGMA synchronous = OFF")
        hand_over(backend, lobby, day.now.date())
        for clerk in CLERKS:
            people.add_staff(lobby, clerk.username, clerk.name, PASSWORD, people.ROLES, clerk.id)
        _register(lobby, "display", settings.display.name, settings.display.token_file)
        kiosk = _register(lobby, "kiosk", settings.kiosk.name, settings.kiosk.token_file)
        take_page(lobby, _page(cast, backend, lobby.office.site))
        texts = _passes(cast, backend, lobby.office.tenant, lobby.office.site)
        chance = random.Random(backend.seed)
        Morning(lobby, clock, day, kiosk, texts, chance).live(tuple(cast))
        tenant = lobby.office.tenant
    parts = {client.part: texts[client.booking] for client in cast if client.part}
    stranger = replace(cast[0], pass_id=uuid.UUID(int=ANOTHER_SITE, version=4))
    return parts, pass_text(stranger, backend.signing_key, tenant, ANOTHER_SITE)


def _passes(
    cast: Sequence[Client], backend: Backend, tenant: uuid.UUID, site: int
) -> dict[str, str]:
    return {client.booking: pass_text(client, backend.signing_key, tenant, site) for client in cast}


def _register(lobby: LobbyService, kind: str, name: str, file: Path) -> str:
    """Register a device and keep its token; its id."""
    file.touch(mode=0o600)
    file.write_text(people.add_device(lobby, kind, name) + "\n", encoding="ascii")
    return next(device.id for device in people.devices(lobby) if device.name == name)


def _page(cast: Sequence[Client], backend: Backend, site: int) -> Pulled:
    """The bookings as the backend would send them."""
    changes = tuple(
        ChangeTold(
            number,
            BOOKING,
            client.booking,
            1,
            Op.PUT,
            booking_row(client, site, backend.day_key(local(client.start).date(), site)),
        )
        for number, client in enumerate(cast, start=1)
    )
    return Pulled("demo", changes, len(changes), more=False, floor=0, server_ms=0)
