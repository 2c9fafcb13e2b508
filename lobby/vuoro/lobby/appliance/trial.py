"""A release tried on a copy of the data: a number is drawn, printed and called, and nobody sees it.

It happens in the next hour in which the office is open, by a clock of its own, so that a device can
be updated at night. The settings are those of the device; nothing it has is written to.
"""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from vuoro.core.clock import Clock, SteppingClock
from vuoro.core.languages import ENDONYMS
from vuoro.core.settings.schema import LobbySettings
from vuoro.core.wire.desk import DeskCommand
from vuoro.core.wire.kiosk import Slip, TicketRequest
from vuoro.lobby.appliance.served import served
from vuoro.lobby.opening import DATABASE
from vuoro.lobby.service import lobby_app
from vuoro.queue.client import KioskClient, StaffClient
from vuoro.queue.domain.office import Office
from vuoro.queue.domain.opening import Hours
from vuoro.queue.office_file import load_office
from vuoro.queue.service import LobbyService, people

_NAME, _TOKEN, _PASSWORD = "vuoro-trial", "trial-kiosk", "never-used-by-anybody-1"
"""Of an account and a device that are in the copy only."""
_PRESS = uuid.UUID(int=0x7412A1)


class TrialFailed(Exception):
    """The release can't do what it is for; the message says what."""


@dataclass(frozen=True, slots=True)
class Done:
    """What the trial did: the number it drew, the counter that called it, bytes of its slip."""

    number: str
    counter: str
    slip_bytes: int


def copied(data: Path, to: Path) -> None:
    """A copy of the lobby's database as it is now, whoever writes to it (SQLite backup API)."""
    to.mkdir(parents=True, exist_ok=True)
    source = data / DATABASE
    if not source.exists():
        return
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(to / DATABASE)) as copy,
    ):
        live.backup(copy)


def try_out(settings: LobbySettings, copy: Path, clock: Clock) -> Done:
    """Serve the copy and live through one visit. Raises TrialFailed; a bug comes out as it is."""
    office = load_office(settings.office)
    service, when = _next_open_hour(office, clock.now())
    visit = SteppingClock(when)
    there = replace(settings, data=copy, second_medium=None, port=0, host="127.0.0.1")
    app = lobby_app(there, visit, _prepare)
    with served(app) as url, _kiosk(url) as kiosk, _staff(url) as staff:
        slip = kiosk.issue(TicketRequest(service), _PRESS).slip
        if slip is None:
            raise TrialFailed("no number was drawn")
        counter = next(each.id for each in office.counters if service in each.services)
        staff.press("counter", DeskCommand(counter=counter))
        called = staff.press("call", DeskCommand(ticket=slip.ticket, counter=counter)).ticket
        if called is None or called.number != slip.number:
            raise TrialFailed("the number could not be called")
        staff.press("done", DeskCommand(ticket=slip.ticket))
    return Done(slip.number, counter, _printed(slip))


def _printed(slip: Slip) -> int:
    """Bytes of the slip in every language, as a printer would get it."""
    from PySide6.QtGui import QGuiApplication

    from vuoro.printer.escpos import bands
    from vuoro.printer.raster import draw
    from vuoro.printer.slip import compose

    app = QGuiApplication.instance() or QGuiApplication(["vuoro-trial"])
    slips = [replace(slip, language=language) for language in ENDONYMS]
    size = sum(len(band) for each in slips for band in bands(draw(compose(each, 80))))
    if app is None or not size:
        raise TrialFailed("the slip came out empty")
    return size


def _next_open_hour(office: Office, now: datetime) -> tuple[str, datetime]:
    """A service that gives numbers, and a moment at which it does. Raises TrialFailed."""
    hours = Hours(office)
    services = [each for each in office.services if each.at_kiosk and each.daily_limit is None]
    for service in services:
        if hours.is_open(now, service):
            return service.id, now
        opens = hours.next_opening(now, service)
        if opens is not None:
            return service.id, opens + timedelta(minutes=1)
    raise TrialFailed("no service is open within five weeks, so no number can be drawn")


def _prepare(lobby: LobbyService) -> None:
    people.add_device(lobby, "kiosk", _NAME, _TOKEN)
    people.add_staff(lobby, _NAME, _NAME, _PASSWORD, people.ROLES)


@contextmanager
def _kiosk(url: str) -> Iterator[KioskClient]:
    client = KioskClient(url, _TOKEN, timeout=30)
    try:
        yield client
    finally:
        client.close()


@contextmanager
def _staff(url: str) -> Iterator[StaffClient]:
    client = StaffClient(url, timeout=30)
    try:
        client.sign_in(_NAME, _PASSWORD)
        yield client
    finally:
        client.close()
