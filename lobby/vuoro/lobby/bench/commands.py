"""Commands: issue, check in and call next as the day fills; four clerks at once."""

import threading
from collections.abc import Callable
from time import perf_counter

from vuoro.lobby.bench import session
from vuoro.lobby.bench.figures import Figure, spread
from vuoro.lobby.bench.process import service
from vuoro.lobby.bench.wire import Line

SIZES = (100, 1_000, 10_000)
ROUNDS = 140
CLERK_CALLS = 150
COUNTERS = ("palvelupiste-1", "palvelupiste-2", "palvelupiste-3", "palvelupiste-4")
_SERVER, _LIMIT = "vuoro.lobby.bench.server", "vuoro.lobby.bench.limit"


def measure() -> list[Figure]:
    """Each command in turn with the bare commit, so that both see the same machine."""
    figures: list[Figure] = []
    medians: dict[tuple[str, int], float] = {}
    with service(_LIMIT) as limit_port:
        for size in SIZES:
            with service(_SERVER, str(size), "60") as port:
                for figure in _at(port, Line(limit_port), size):
                    figures.append(figure)
                    medians[figure.name.split(",")[0], size] = figure.ratio or 0
        figures += [
            _flatness(name, medians) for name in ("issue a ticket", "check in by pass", "call next")
        ]
        with service(_SERVER, "1000", "900") as port:
            figures += _four_clerks(port)
    return figures


def _at(port: int, bare: Line, size: int) -> list[Figure]:
    told = session.prepared(port)
    kiosk = session.kiosk(port, str(told["kiosk"]))
    clerk = session.clerk(port, 0, COUNTERS[0])
    passes = iter(told["passes"])

    def call() -> float:
        ticket, took = clerk.next()
        assert ticket is not None
        clerk.done(ticket)
        return took

    commands: dict[str, Callable[[], float]] = {
        "issue a ticket": kiosk.issue,
        "check in by pass": lambda: kiosk.check_in(next(passes)),
        "call next": call,
    }
    return [_beside(name, command, bare, size) for name, command in commands.items()]


def _beside(name: str, command: Callable[[], float], bare: Line, size: int) -> Figure:
    for _ in range(5):
        bare.ask("POST", "/commit", b"x" * 150)
        command()
    ours, floor = [], []
    for _ in range(ROUNDS - 5):
        floor.append(bare.ask("POST", "/commit", b"x" * 150)[1])
        ours.append(command())
    value, p95 = spread(ours)
    limit, _ = spread(floor)
    met = value <= 3 * limit and p95 <= 6 * limit
    return Figure(
        f"{name}, {size:,} tickets today", value, p95, "ms", limit, "≤ 3 ×, p95 ≤ 6 ×", met
    )


def _flatness(name: str, ratios: dict[tuple[str, int], float]) -> Figure:
    growth = ratios[name, SIZES[-1]] / ratios[name, SIZES[0]]
    return Figure(
        f"{name}: growth from 100 to 10,000", growth, None, "×", None, "≤ 1.2", growth <= 1.2
    )


def _four_clerks(port: int) -> list[Figure]:
    clerks = [session.clerk(port, number, counter) for number, counter in enumerate(COUNTERS)]
    told = session.prepared(port)
    session.kiosk(port, str(told["kiosk"])).issue()
    called: list[str] = []
    times: list[float] = []
    gate = threading.Barrier(len(clerks) + 1)

    def work(clerk: session.Clerk) -> None:
        gate.wait()
        for _ in range(CLERK_CALLS):
            ticket, took = clerk.next()
            times.append(took)
            if ticket is not None:
                called.append(ticket)
                clerk.done(ticket)

    threads = [threading.Thread(target=work, args=(clerk,)) for clerk in clerks]
    for thread in threads:
        thread.start()
    gate.wait()
    start = perf_counter()
    for thread in threads:
        thread.join()
    took = perf_counter() - start
    commands = len(times) + len(called)
    value, p95 = spread(times)
    twice = len(called) - len(set(called))
    return [
        Figure(
            "four clerks at once: commands",
            commands / took,
            None,
            "/s",
            None,
            "≥ 1,000",
            commands / took >= 1000,
        ),
        Figure("four clerks at once: call next", value, p95, "ms", None, "p95 ≤ 10 ms", p95 <= 10),
        Figure("four clerks at once: called twice", twice, None, "tickets", None, "0", twice == 0),
    ]
