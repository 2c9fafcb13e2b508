"""A lobby on a port of its own, and a browser to look at it with."""

import socket
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import urllib3
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
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
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
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


def _until(true: Callable[[], bool]) -> None:
    for _ in range(1000):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("the lobby did not start")


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """The lobby of a test module."""
    with open_house() as opened:
        yield opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a screen."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(CHROMIUM)
        )
        yield chromium
        chromium.close()


class Relay:
    """A cable between a browser and the lobby that can be cut and mended."""

    def __init__(self, lobby_port: int) -> None:
        self._lobby_port = lobby_port
        self._ends: list[socket.socket] = []
        self._listener = listen("127.0.0.1", 0)
        self._port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._accept_from(self._listener)

    def cut(self) -> None:
        """Nothing goes through, nobody can connect."""
        for end in (self._listener, *self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def mend(self) -> None:
        self._listener = listen("127.0.0.1", self._port)
        self._accept_from(self._listener)

    def _accept_from(self, listener: socket.socket) -> None:
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", self._lobby_port))
                self._ends += [near, far]
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=_pump, args=pair, daemon=True).start()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@pytest.fixture
def relay(house: House) -> Iterator[Relay]:
    """A cable to the lobby of this module."""
    cable = Relay(int(house.url.rpartition(":")[2]))
    yield cable
    cable.cut()


@dataclass
class Visitor:
    """Opens pages as somebody, each in a browser profile of its own."""

    browser: Browser
    house: House
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def page(
        self,
        path: str = "/desk",
        *,
        staff: str = "",
        size: tuple[int, int] = (1366, 768),
        **more: str,
    ) -> Page:
        """A page; ``staff`` is signed in already."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if more.get("scheme") == "dark" else "light",
            reduced_motion="reduce",
        )
        self.contexts.append(context)
        context.set_default_timeout(10_000)
        cookies = {"vuoro_language": more.get("language", "fi")}
        if staff:
            name, _, value = self.house.desk(staff).cookie.partition("=")
            cookies[name] = value
        context.add_cookies(
            [
                {"name": name, "value": value, "url": self.house.url}
                for name, value in cookies.items()
            ]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)
        page.goto(more.get("through", self.house.url) + path)
        if staff and path == "/desk":
            expect(page.locator("#desk")).to_have_attribute("aria-busy", "false", timeout=10_000)
        return page

    def _listen(self, message: object) -> None:
        words = getattr(message, "text", "")
        if "Content Security Policy" in words or "Trusted" in words:
            self.complaints.append(words)

    def leave(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def new_visitor() -> Callable[[Browser, House], Visitor]:
    """What makes a visitor of a house; the house is not cleared afterwards."""
    return Visitor


@pytest.fixture
def visitor(browser: Browser, house: House) -> Iterator[Visitor]:
    """Somebody at a browser; at the end nobody waits any more, and no script has failed."""
    somebody = Visitor(browser, house)
    yield somebody
    somebody.leave()
    house.clear()
    assert somebody.complaints == []
