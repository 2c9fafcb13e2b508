"""A clerk and a kiosk as the bench plays them."""

import http.client
import uuid
from dataclasses import dataclass

import orjson

from vuoro.lobby.bench.server import PASSWORD
from vuoro.lobby.bench.wire import Line


@dataclass
class Kiosk:
    """One kiosk's connection."""

    line: Line

    def issue(self) -> float:
        return self._press("/v1/kiosk/tickets", b'{"service":"neuvonta"}')

    def check_in(self, text: str) -> float:
        return self._press("/v1/kiosk/check-in", orjson.dumps({"by": "pass", "text": text}))

    def _press(self, path: str, body: bytes) -> float:
        return self.line.ask("POST", path, body, f"Idempotency-Key: {uuid.uuid4()}\r\n")[1]


@dataclass
class Clerk:
    """One signed-in clerk at a counter."""

    line: Line
    counter: str
    series: str
    headers: str

    def next(self) -> tuple[str | None, float]:
        """The ticket called, and the seconds it took."""
        answer, took = self.press("next", {"counter": self.counter})
        ticket = orjson.loads(answer)["ticket"]
        return (None if ticket is None else ticket["id"]), took

    def done(self, ticket: str) -> float:
        return self.press("done", {"ticket": ticket})[1]

    def press(self, action: str, command: dict[str, object]) -> tuple[bytes, float]:
        key = f"Idempotency-Key: {self.series}.{uuid.uuid4()}\r\n"
        return self.line.ask("POST", f"/v1/desk/{action}", orjson.dumps(command), key)


def kiosk(port: int, token: str) -> Kiosk:
    """A kiosk with its token."""
    return Kiosk(Line(port, f"Authorization: Bearer {token}\r\n"))


def clerk(port: int, number: int, counter: str) -> Clerk:
    """Sign a clerk in and seat them."""
    asking = http.client.HTTPConnection("127.0.0.1", port)
    body = orjson.dumps({"username": f"clerk{number}", "password": PASSWORD})
    asking.request("POST", "/v1/session", body)
    answer = asking.getresponse()
    session = orjson.loads(answer.read())
    cookie = (answer.getheader("set-cookie") or "").partition(";")[0]
    headers = f"Cookie: {cookie}\r\nX-CSRF-Token: {session['csrf']}\r\n"
    line = Line(port, headers)
    series = orjson.loads(line.ask("GET", "/v1/desk/line")[0])["series"]
    seated = Clerk(line, counter, series, headers)
    seated.press("counter", {"counter": counter})
    return seated


def prepared(port: int) -> dict[str, list[str]]:
    """What the service under measurement says a client needs."""
    line = Line(port)
    told: dict[str, list[str]] = orjson.loads(line.ask("GET", "/bench")[0])
    line.close()
    return told
