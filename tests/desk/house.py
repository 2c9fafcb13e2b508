"""A lobby on a port of its own, and ways to bring people in."""

import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import urllib3
import uvicorn
from fastapi import FastAPI
from starlette.requests import Request

from vuoro.core import look as looks
from vuoro.core.clock import SteppingClock
from vuoro.core.settings import LobbySettings
from vuoro.core.wire.codec import decode, encode
from vuoro.core.wire.desk import DeskCommand, TicketRow
from vuoro.core.wire.kiosk import CheckInBy, CheckInRequest, DeviceReport, Slip, TicketRequest
from vuoro.core.wire.sync import ChangeTold, Op, Pulled
from vuoro.desk.app import mount
from vuoro.lobby.service import lobby_app
from vuoro.lobby.serving import listen
from vuoro.queue.api.context import Here
from vuoro.queue.client import KioskClient, StaffClient
from vuoro.queue.domain.sync_state import SyncState
from vuoro.queue.service import LobbyService, people
from vuoro.queue.service.mirror import take_page
from vuoro.queue.service.mirror_rows import BOOKING

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""A Monday, ten o'clock in Finland."""
PASSWORD = "salasana-123"
OFFICE = Path(__file__).parents[2] / "lobby/vuoro/lobby/demo/office.toml"
STAFF = {
    "minna": ("Minna Aalto", people.ROLES),
    "juha": ("Juha Virtanen", ("call", "call_out_of_order")),
    "saara": ("Saara Lindqvist", ("call",)),
    "forgetful": ("Outi Uninen", ("call",)),
}


@dataclass
class House:
    """A running lobby: its address, its clock and ways to bring people in."""

    app: FastAPI
    url: str
    clock: SteppingClock
    tokens: dict[str, str]
    server: uvicorn.Server
    thread: threading.Thread
    kiosk: KioskClient
    password: str = PASSWORD
    desks: dict[str, StaffClient] = field(default_factory=dict)

    def walk_in(self, service: str = "neuvonta", language: str = "fi") -> Slip:
        """Somebody takes a number at the kiosk."""
        self.clock.advance(timedelta(milliseconds=10))
        slip = self.kiosk.issue(TicketRequest(service, language), uuid.uuid4()).slip
        assert slip is not None
        return slip

    def check_in(self, code: str) -> Slip:
        """A booked client types the booking code at the kiosk."""
        request = CheckInRequest(CheckInBy.BOOKING_CODE, code)
        slip = self.kiosk.check_in(request, uuid.uuid4()).slip
        assert slip is not None
        return slip

    def report(self, printer: str, scanner: str = "ready") -> None:
        """The kiosk tells how its devices are."""
        self.kiosk.report_device(DeviceReport(printer, scanner))

    def sync(self, state: SyncState) -> None:
        """The sync tells how it stands."""
        assert urllib3.request("POST", f"{self.url}/test/sync", body=encode(state)).status == 200

    def own_computer(self, *troubles: str) -> None:
        """The computer of the lobby service tells what is wrong with it."""
        answer = urllib3.request("POST", f"{self.url}/test/host", body=encode(troubles))
        assert answer.status == 200

    def desk(self, name: str) -> StaffClient:
        """The desk of a staff member, pressed from outside the browser."""
        if name not in self.desks:
            self.desks[name] = StaffClient(self.url)
            self.desks[name].sign_in(name, PASSWORD)
        return self.desks[name]

    def sit(self, name: str, counter: str | None) -> None:
        self.desk(name).press("counter", DeskCommand(counter=counter))

    def call_next(self, name: str, counter: str) -> TicketRow:
        """A colleague presses Next."""
        ticket = self.desk(name).press("next", DeskCommand(counter=counter)).ticket
        assert ticket is not None
        return ticket

    def press(self, name: str, action: str, ticket: str) -> None:
        self.desk(name).press(action, DeskCommand(ticket=ticket))

    def clear(self) -> None:
        """Everybody goes home and gets up from the counters; the alarm is over."""
        minna = self.desk("minna")
        line = minna.line()
        sitting = {
            row.id: self.desk(_username(row.staff_name)) for row in line.counters if row.staff
        }
        for row in line.tickets:
            if row.state in ("called", "serving"):
                sitting[row.counter or ""].press("done", DeskCommand(ticket=row.id))
            else:
                minna.press("leave", DeskCommand(ticket=row.id))
        for desk in sitting.values():
            desk.press("counter", DeskCommand(counter=None))
        minna.press("emergency", DeskCommand())
        self.report("ok")

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)


@dataclass(frozen=True)
class Booked:
    """A booking to put into the mirror; ``minutes`` from the morning on."""

    code: str
    minutes: int
    service: str = "tyonhakukeskustelu"
    specialist: str | None = None
    specialist_name: str = ""
    channel: str = "in_person"
    status: str = "booked"
    identity: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    note: str = ""


BOOKINGS = (
    Booked(
        "AAAA2222",
        10,
        answers=(
            ("Mistä asiasta haluat keskustella?", "Ammatinvaihto kipsaajasta datanomiksi"),
            ("Tarvitsetko tulkkia?", "En tarvitse"),
        ),
        note="Toivoo rauhallista huonetta.",
        identity="ab" * 32,
    ),
    Booked("BBBB3333", 30, specialist_name="Juha Virtanen"),
    Booked("CCCC4444", 60, service="kotoutuminen", channel="phone"),
    Booked("DDDD5555", 150, specialist_name="Saara Lindqvist", channel="video", identity="ab" * 32),
    Booked("EEEE6666", 90, status="cancelled"),
    Booked("FFFF7777", -60, specialist_name="Juha Virtanen"),
)


def _username(name: str) -> str:
    return next(username for username, (known, _) in STAFF.items() if known == name)


def put_bookings(lobby: LobbyService, bookings: tuple[Booked, ...]) -> None:
    """Fill the mirror as the sync will."""
    changes = tuple(
        ChangeTold(n, BOOKING, f"booking-{booking.code}", 1, Op.PUT, _data(lobby, booking))
        for n, booking in enumerate(bookings, 1)
    )
    take_page(lobby, Pulled("epoch", changes, len(changes), more=False, floor=0, server_ms=0))


def _data(lobby: LobbyService, booking: Booked) -> dict[str, object]:
    return {
        "pass_id": f"pass-{booking.code}",
        "site": lobby.office.site,
        "service": booking.service,
        "start": (MORNING + timedelta(minutes=booking.minutes)).isoformat(),
        "minutes": 45,
        "code": booking.code,
        "channel": booking.channel,
        "status": booking.status,
        "specialist": booking.specialist,
        "specialist_name": booking.specialist_name,
        "identity_index": booking.identity,
        "answers": booking.answers,
        "note": booking.note,
    }


@contextmanager
def open_house(bookings: tuple[Booked, ...] = BOOKINGS) -> Iterator[House]:
    """A lobby with staff, one kiosk, one display and the bookings of a day."""
    clock = SteppingClock(MORNING)
    tokens: dict[str, str] = {}

    def prepare(lobby: LobbyService) -> None:
        tokens["kiosk"] = people.add_device(lobby, "kiosk", "Aula 1")
        tokens["display"] = people.add_device(lobby, "display", "Odotustila")
        for username, (name, roles) in STAFF.items():
            people.add_staff(lobby, username, name, PASSWORD, roles)
        put_bookings(lobby, bookings)

    with tempfile.TemporaryDirectory() as folder:
        listener = listen("127.0.0.1", 0)
        port = listener.getsockname()[1]
        app = lobby_app(LobbySettings(port=port, data=Path(folder), office=OFFICE), clock, prepare)
        mount(app, looks.load())
        app.add_api_route("/test/sync", _tell_sync, methods=["POST"])
        app.add_api_route("/test/host", _tell_host, methods=["POST"])
        config = uvicorn.Config(
            app,
            loop="uvloop",
            http="httptools",
            ws="none",
            log_config=None,
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        _until(lambda: server.started)
        url = f"http://127.0.0.1:{port}"
        kiosk = KioskClient(url, tokens["kiosk"])
        house = House(app, url, clock, tokens, server, thread, kiosk)
        try:
            yield house
        finally:
            for client in house.desks.values():
                client.close()
            kiosk.close()
            house.stop()


async def _tell_sync(request: Request) -> None:
    here: Here = request.app.state.here
    here.lobby.tell_sync(decode(await request.body(), SyncState))


async def _tell_host(request: Request) -> None:
    here: Here = request.app.state.here
    here.view.hear_host(decode(await request.body(), tuple[str, ...]))


def _until(true: Callable[[], bool]) -> None:
    for _ in range(1000):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("the lobby did not start")
