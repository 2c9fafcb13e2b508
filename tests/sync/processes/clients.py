"""People at two kiosks and a municipal system at the backend, each in a thread, by chance.

Whoever gets no answer presses again, with the same key, until there is one: so what was answered
is what happened, no more and no less.
"""

import random
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import urllib3

from tests.sync.processes.house import BUSY, MINUTES, OFFICE, QUIET, SLUG, Client, House
from vuoro.core.clock import SystemClock
from vuoro.core.wire.kiosk import ArrivalResult, CheckInBy, CheckInRequest, Slip, TicketRequest
from vuoro.queue.client import KioskClient, LobbyRefused, LobbyUnreachable

SERVICES = ("neuvonta", "tyonhaun-aloitus")
BY_CODE = 0.05
"""A kiosk takes only five codes a minute; passes as many as come."""
AGAIN_SECONDS = 0.2
BETWEEN_SECONDS = 0.3
Ask = Callable[[], ArrivalResult]


@dataclass
class Everybody:
    """What all threads share."""

    house: House
    stop: threading.Event = field(default_factory=threading.Event)
    """Nobody begins anything from now on."""
    give_up: threading.Event = field(default_factory=threading.Event)
    """Whoever still has no answer stops waiting for one."""
    slips: list[tuple[str, uuid.UUID, Slip]] = field(default_factory=list)
    """Every slip that a kiosk was given: by which lobby, upon which press."""
    answers: list[str] = field(default_factory=list)
    """Outcomes of arrivals; what the backend did."""
    made: list[str] = field(default_factory=list)
    """Bookings that the backend said it made."""
    clients: list[Client] = field(default_factory=list)
    failures: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clients += self.house.clients

    def start(self, chance: random.Random) -> list[threading.Thread]:
        """Let them come."""
        works: list[Callable[[random.Random], None]] = [
            lambda own, name=name: self._kiosk(name, own)  # type: ignore[misc]
            for name in self.house.tokens
        ]
        works.append(self._office)
        threads = [
            threading.Thread(target=self._watched, args=(work, random.Random(chance.random())))
            for work in works
        ]
        for thread in threads:
            thread.start()
        return threads

    def _watched(self, work: Callable[[random.Random], None], chance: random.Random) -> None:
        try:
            work(chance)
        except BaseException as error:
            self.failures.append(error)

    def _kiosk(self, lobby: str, chance: random.Random) -> None:
        kiosk = KioskClient(self.house.url(lobby), self.house.tokens[lobby])
        while not self.stop.is_set():
            press = uuid.UUID(int=chance.getrandbits(128))
            wish = _wish(kiosk, chance, self.clients, press)
            # Some presses come twice, as from a kiosk that did not hear the answer.
            for _ in range(chance.choice((1, 1, 2))):
                self._note(lobby, press, self._pressed(wish))
            self.stop.wait(chance.random() * BETWEEN_SECONDS)
        kiosk.close()

    def _note(self, lobby: str, press: uuid.UUID, result: ArrivalResult | None) -> None:
        if result is not None:
            self.answers.append(result.outcome)
            if result.slip is not None:
                self.slips.append((lobby, press, result.slip))

    def _pressed(self, ask: Ask) -> ArrivalResult | None:
        """The answer, however long it takes; None for a refusal."""
        while not self.give_up.is_set():
            try:
                return ask()
            except LobbyRefused:
                return None
            except LobbyUnreachable:
                self.give_up.wait(AGAIN_SECONDS)
        raise TimeoutError("a kiosk never got its answer")

    def _office(self, chance: random.Random) -> None:
        system = System(self.house, self.give_up)
        while not self.stop.is_set():
            deed = chance.choices((system.book, system.move, system.cancel), (5, 3, 1))[0]
            known = chance.choice(self.clients)
            answer = deed(chance, known.booking)
            self.answers.append(f"{deed.__name__} {answer.status}")
            if deed == system.book and answer.status == 201:
                told = answer.json()
                self.made.append(told["id"])
                self.clients.append(Client(told["id"], told["code"]))
            self.stop.wait(chance.random() * BETWEEN_SECONDS)


@dataclass
class System:
    """A municipal system that books over the REST API."""

    house: House
    give_up: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._pool = urllib3.PoolManager(retries=False, timeout=10)

    def book(self, chance: random.Random, _: str) -> urllib3.BaseHTTPResponse:
        time = _time(chance) | {"service": SLUG}
        client = {"name": "Uusi Asiakas", "email": "uusi@example.fi"}
        key = {"Idempotency-Key": str(uuid.UUID(int=chance.getrandbits(128)))}
        return self._ask("/bookings", time | {"client": client}, key)

    def move(self, chance: random.Random, booking: str) -> urllib3.BaseHTTPResponse:
        return self._ask(f"/bookings/{booking}/move", _time(chance))

    def cancel(self, chance: random.Random, booking: str) -> urllib3.BaseHTTPResponse:
        return self._ask(f"/bookings/{booking}/cancel", {})

    def hand_over(self, booking: str) -> urllib3.BaseHTTPResponse:
        return self._ask(f"/bookings/{booking}/hand-over", {"specialist": QUIET[1]})

    def _ask(
        self, path: str, body: dict[str, Any], headers: dict[str, str] | None = None
    ) -> urllib3.BaseHTTPResponse:
        """The answer, however long it takes. A second try of a change may be refused: it is so."""
        told = {"Authorization": f"Bearer {self.house.api_key}", **(headers or {})}
        address = f"{self.house.backend_url}/api/v1{path}"
        while not self.give_up.is_set():
            try:
                answer = self._pool.request("POST", address, json=body, headers=told)
            except urllib3.exceptions.HTTPError:
                answer = None
            if answer is not None and answer.status not in (429, 503):
                assert answer.status < 500, (path, answer.status, answer.data)
                return answer
            self.give_up.wait(AGAIN_SECONDS)
        raise TimeoutError("the backend never answered")


def _wish(
    kiosk: KioskClient, chance: random.Random, clients: list[Client], press: uuid.UUID
) -> Ask:
    """What somebody comes for; asked again it is the same press."""
    client = chance.choice(clients)
    if client.pass_text and chance.random() < 0.5:
        by_pass = CheckInRequest(CheckInBy.PASS, client.pass_text)
        return lambda: kiosk.check_in(by_pass, press)
    if chance.random() < BY_CODE:
        by_code = CheckInRequest(CheckInBy.BOOKING_CODE, client.code)
        return lambda: kiosk.check_in(by_code, press)
    wanted = TicketRequest(chance.choice(SERVICES))
    return lambda: kiosk.issue(wanted, press)


def _time(chance: random.Random) -> dict[str, Any]:
    """Some time from now on, today or tomorrow, free or not."""
    now = SystemClock().now()
    minutes = (now.minute // MINUTES + 1 + chance.randrange(24 * 12)) * MINUTES
    start = now.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=minutes)
    return {
        "start": start.isoformat().replace("+00:00", "Z"),
        "office": OFFICE,
        "specialist": chance.choice(BUSY),
    }
