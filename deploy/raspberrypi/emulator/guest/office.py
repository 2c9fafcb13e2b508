"""The demo office of a test image: always open, enrolled, with bookings every few minutes.

``python3 -m deploy.raspberrypi.emulator.guest.office`` on the device itself, as root, before its
programs ever ran; with a folder behind it everything goes below that folder, a root for later.
Its backend lives only while this does: the device then is one that has lost its network.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from vuoro.booking.area import Area, HoursEntry, OfficeEntry, ServiceEntry, SpecialistEntry
from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import SYSTEM, Contact, FreeTime, NewBooking
from vuoro.booking.fleet.enrolling import Place
from vuoro.booking.opening import opened
from vuoro.booking.service.booking import book_at
from vuoro.booking.service.furnishing import furnish
from vuoro.booking.service.keys import ensure_keys
from vuoro.booking.service.passes import pass_text
from vuoro.core.clock import Clock, SteppingClock, SystemClock, local
from vuoro.core.opening_hours import DAYS
from vuoro.core.settings.schema import BookingSettings, LobbySettings, SyncSettings
from vuoro.core.wire.desk import Channel
from vuoro.core.wire.sync import Role
from vuoro.lobby.bench.server import always_open
from vuoro.lobby.demo.cast import CLERKS, PASSWORD
from vuoro.lobby.demo.enrolling import enrol
from vuoro.lobby.keeping_in_touch import prepare_keys
from vuoro.lobby.opening import open_lobby
from vuoro.queue.service import LobbyService, people

OFFICE, SERVICE = "00000000-0000-4000-8000-000000000017", "00000000-0000-4000-8000-000000000101"
SLUG = "tyonhakukeskustelu"
MINUTES = 15
HOURS = 48
"""That are booked, from the beginning of today on."""
_NAMES = {"fi": "Toimisto", "sv": "Kontor", "en": "Office"}

LOBBY = """\
[lobby]
data = "/var/lib/vuoro/lobby"
office = "/etc/vuoro/office.toml"
public_url = "http://127.0.0.1:8480"

[sync]
backend_url = "http://127.0.0.1:9"
day_keys = "file"
"""
KIOSK = """\
[kiosk]
name = "Aula 1"
lobby_url = "http://127.0.0.1:8480"
token_file = "/var/lib/vuoro/screen/kiosk.token"
output = "Virtual-1"
pin = "2580"
screen_width_mm = 344

[kiosk.speech]
engine = "none"

[kiosk.printer]
kind = "network"
host = "127.0.0.1"
port = 9100
timeout = 30

[kiosk.scanner]
kind = "wedge"
source = "/dev/input/vuoro-test-scanner"
"""
DISPLAY = """\
[display]
name = "Odotustila"
lobby_url = "http://127.0.0.1:8480"
token_file = "/var/lib/vuoro/screen/display.token"
output = "Virtual-2"
sound = "none"
"""
TOUCH = '<touch deviceName="ILITEK ILITEK-TP" mapToOutput="Virtual-1" mouseEmulation="no" />\n'


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are on the device, all below a root."""

    root: Path

    @property
    def settings(self) -> Path:
        return self.root / "etc/vuoro"

    @property
    def data(self) -> Path:
        return self.root / "var/lib/vuoro/lobby"

    @property
    def screen(self) -> Path:
        return self.root / "var/lib/vuoro/screen"

    @property
    def codes(self) -> Path:
        return self.root / "var/lib/vuoro-test/codes.json"


def main() -> int:
    """Make the office."""
    parser = argparse.ArgumentParser(description="Make the demo office of a test image.")
    parser.add_argument("root", type=Path, nargs="?", default=Path("/"))
    build(Places(parser.parse_args().root), SystemClock())
    return 0


def build(at: Places, clock: Clock, hours: int = HOURS) -> None:
    """Settings, database, tokens and codes, in folders that may be there already."""
    for folder in (at.settings, at.data, at.screen, at.codes.parent):
        folder.mkdir(parents=True, exist_ok=True)
    office = always_open(at.settings)
    for name in ("kiosk", "display"):
        text = {"kiosk": KIOSK, "display": DISPLAY}[name]
        file = at.settings / f"{name}.toml"
        file.write_text(text, encoding="utf-8")
    (at.settings / "lobby.toml").write_text(LOBBY, encoding="utf-8")
    (at.settings / "touch.xml").write_text(TOUCH, encoding="utf-8")
    lobby = LobbySettings(data=at.data, office=office, public_url="http://127.0.0.1:8480")
    codes = _furnish(lobby, at, clock.now(), hours)
    at.codes.write_text(json.dumps(codes), encoding="utf-8")
    at.codes.chmod(0o600)


def _furnish(
    settings: LobbySettings, at: Places, now: datetime, hours: int
) -> list[tuple[str, str]]:
    """The backend and the lobby; gives when each booking begins, and its code."""
    first = _midnight(now)
    with tempfile.TemporaryDirectory() as folder:
        clock = SteppingClock(first)
        booking = BookingSettings(data=Path(folder))
        with opened(booking, clock) as backend, open_lobby(settings, clock) as lobby:
            tenant = str(lobby.office.tenant)
            furnish(backend, _area(tenant))
            ensure_keys(backend, tenant)
            codes = _booked(backend, tenant, first, hours)
            clock.jump(now)
            _register(lobby, at)
            prepare_keys(lobby, SyncSettings(day_keys="file"))
            enrol(lobby, backend, at.data, Place(tenant, OFFICE, "Aulan laite", Role.LEADER))
            return codes


def _register(lobby: LobbyService, at: Places) -> None:
    """Staff, and the programs with screens."""
    for clerk in CLERKS:
        people.add_staff(lobby, clerk.username, clerk.name, PASSWORD, people.ROLES, clerk.id)
    for kind in ("kiosk", "display"):
        file = at.screen / f"{kind}.token"
        file.touch(mode=0o600)
        file.write_text(people.add_device(lobby, kind, kind.title()) + "\n", encoding="ascii")


def _booked(backend: Backend, tenant: str, first: datetime, hours: int) -> list[tuple[str, str]]:
    """Two of every quarter of an hour: there are several to check in at any time."""
    codes = []
    for quarter in range(hours * 60 // MINUTES):
        start = first + timedelta(minutes=MINUTES * quarter)
        for clerk in CLERKS[:2]:
            time = FreeTime(start, MINUTES, OFFICE, clerk.id)
            contact = Contact("Testi Asiakas", email="testi@example.fi")
            new = NewBooking(tenant, SERVICE, Channel.IN_PERSON, time, contact)
            text = pass_text(backend, book_at(backend, SYSTEM, new))
            assert text is not None, "it is a meeting of today or tomorrow"
            codes.append((start.isoformat(), text))
    return codes


def _area(tenant: str) -> Area:
    """One office that never closes, and specialists who never sleep."""
    hours = (HoursEntry(DAYS, "00:00", "24:00"),)
    always = dict.fromkeys(DAYS, "00:00-24:00")
    office = OfficeEntry(OFFICE, 17, "keskusta", _NAMES, _NAMES, always, closed_on_holidays=False)
    service = ServiceEntry(
        SERVICE, SLUG, _NAMES, MINUTES, min_notice_minutes=0, change_until_minutes=0,
        identity_code="no",
    )  # fmt: skip
    staff = tuple(
        SpecialistEntry(clerk.id, clerk.name, "keskusta", (SLUG,), hours) for clerk in CLERKS
    )
    return Area(tenant, "alue", _NAMES, (office,), (service,), staff)


def _midnight(now: datetime) -> datetime:
    """When this local day began."""
    here = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return here.astimezone(now.tzinfo)


if __name__ == "__main__":
    sys.exit(main())
