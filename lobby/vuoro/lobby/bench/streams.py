"""Streams: from a call to the last of fifty displays, and to a desk; what reads cost."""

import selectors
import socket
from collections.abc import Callable
from time import perf_counter

from vuoro.lobby.bench import session
from vuoro.lobby.bench.figures import Figure, spread
from vuoro.lobby.bench.process import service
from vuoro.lobby.bench.wire import Line

DISPLAYS = 50
ROUNDS = 60
_SERVER, _LIMIT = "vuoro.lobby.bench.server", "vuoro.lobby.bench.limit"


def measure() -> list[Figure]:
    """Broadcasts beside a bare one, then reads."""
    with service(_LIMIT) as limit_port, service(_SERVER, "1000", "300") as port:
        figures = _broadcast(port, limit_port)
        figures.append(_desk(port))
    for waiting in (60, 1_000):
        with service(_SERVER, "1000", str(waiting)) as port, service(_LIMIT) as limit_port:
            figures += _reads(port, Line(limit_port), waiting)
    return figures


class Audience:
    """Many open streams, and how long a message takes to reach the last of them."""

    def __init__(self, port: int, path: str, headers: str, count: int) -> None:
        self._selector = selectors.DefaultSelector()
        self._count = count
        for _ in range(count):
            stream = Line(port, headers).follow(path)
            stream.setblocking(False)
            self._selector.register(stream, selectors.EVENT_READ)

    def quiet(self, seconds: float = 0.3) -> None:
        """Read away what is there, until nothing comes for so long."""
        while events := self._selector.select(seconds):
            for key, _ in events:
                _read(key.fileobj)

    def reached(self, start: float) -> float:
        """Seconds from ``start`` until each stream has said something."""
        silent = self._count
        seen: set[int] = set()
        while silent:
            for key, _ in self._selector.select(5):
                if _read(key.fileobj) and key.fd not in seen:
                    seen.add(key.fd)
                    silent -= 1
        return perf_counter() - start


def _read(stream: object) -> bytes:
    assert isinstance(stream, socket.socket)
    return stream.recv(1 << 20)


def _broadcast(port: int, limit_port: int) -> list[Figure]:
    told = session.prepared(port)
    boards = Audience(
        port, "/v1/board/stream", f"Authorization: Bearer {told['display']}\r\n", DISPLAYS
    )
    bare_boards = Audience(limit_port, "/stream", "", DISPLAYS)
    clerk, bare = session.clerk(port, 0, "palvelupiste-1"), Line(limit_port)
    ours, floor = [], []
    for _ in range(ROUNDS):
        boards.quiet(0.15)
        bare_boards.quiet(0.05)
        start = perf_counter()
        bare.ask("POST", "/broadcast", b"x" * 150)
        floor.append(bare_boards.reached(start))
        start = perf_counter()
        ticket, _ = clerk.next()
        ours.append(boards.reached(start))
        if ticket is not None:
            clerk.done(ticket)
    (value, p95), (limit, _) = spread(ours), spread(floor)
    name = f"call → last of {DISPLAYS} displays has it"
    return [Figure(name, value, p95, "ms", limit, "≤ 2 × bare broadcast", value <= 2 * limit)]


def _desk(port: int) -> Figure:
    clerk = session.clerk(port, 1, "palvelupiste-2")
    desk = Audience(port, "/v1/desk/stream", clerk.headers, 1)
    times = []
    for _ in range(ROUNDS):
        desk.quiet(0.15)
        start = perf_counter()
        ticket, _ = clerk.next()
        times.append(desk.reached(start))
        if ticket is not None:
            clerk.done(ticket)
    value, p95 = spread(times)
    return Figure("call → a desk has it", value, p95, "ms", None, "≤ 10 ms", value <= 10)


def _reads(port: int, bare: Line, waiting: int) -> list[Figure]:
    told = session.prepared(port)
    display = Line(port, f"Authorization: Bearer {told['display']}\r\n")
    clerk = session.clerk(port, 0, "palvelupiste-1")
    reads: dict[str, Callable[[], float]] = {
        "read the board": lambda: display.ask("GET", "/v1/board")[1],
        "read the desk's line": lambda: clerk.line.ask("GET", "/v1/desk/line")[1],
    }
    figures = []
    for name, read in reads.items():
        ours, floor = [], []
        for _ in range(100):
            floor.append(bare.ask("GET", "/read")[1])
            ours.append(read())
        (value, p95), (limit, _) = spread(ours), spread(floor)
        figures.append(Figure(f"{name}, {waiting:,} waiting", value, p95, "ms", limit))
    return figures
