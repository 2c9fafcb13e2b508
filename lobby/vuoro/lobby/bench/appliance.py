"""What the device needs: memory of its programs, and what they write to its disk.

Visitors come one by one, as they do: what each costs alone, with everything that happens by itself
in between, is more than a crowd's share.
"""

import json
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from vuoro.core.clock import SystemClock
from vuoro.core.wire.desk import DeskCommand
from vuoro.lobby.bench.counted_disk import CountedDisk, NotMeasured, counted_disk
from vuoro.lobby.bench.figures import Figure
from vuoro.lobby.bench.process import memory_mb
from vuoro.lobby.bench.sealed_office import SealedOffice, sealed_office
from vuoro.lobby.demo.cast import AINO, PASSWORD
from vuoro.lobby.tour.steps.numbers import number_on
from vuoro.queue.client import StaffClient

MOST_MEMORY_MB = 700
"""Of lobby, kiosk and board together."""
MOST_IDLE_MB_AN_HOUR = 5.0
IDLE_SECONDS = 600.0
"""Twice what happens least often by itself: the lobby service's trial write."""
SETTLE_SECONDS = 20.0
WARM_UP = 60
"""Numbers before any is counted: the log of writes grows once a day to the size it keeps."""
TICKETS = 12
PAUSE_SECONDS = 16.0
"""Between two visitors: longer than anything waits that happens after each of them."""
INFO = "neuvonta"
REPORT = Path("build/appliance/report/steps.json")


def measure() -> list[Figure]:
    """Measured here, and below it what the emulator has shown."""
    figures: list[Figure] = []
    with ExitStack() as stack:
        disk: CountedDisk | None = None
        try:
            disk = stack.enter_context(counted_disk())
            folder = disk.folder
        except NotMeasured as error:
            figures.append(_words(f"written to the disk: not measured: {error}"))
            folder = Path(stack.enter_context(TemporaryDirectory()))
        office = stack.enter_context(sealed_office(SystemClock(), folder))
        sleep(SETTLE_SECONDS)
        written = [] if disk is None else _writes(office, disk)
        figures = _memory(office) + written + figures
    return figures + emulated(REPORT)


def emulated(report: Path) -> list[Figure]:
    """What ``make appliance-test`` found the last time, with its day; or that it can be asked."""
    try:
        told = json.loads(report.read_bytes())["figures"]
        day = datetime.fromtimestamp(report.stat().st_mtime, UTC).date()
    except (OSError, ValueError, LookupError, TypeError):
        return [
            Figure(
                "power on → first frame, on the whole device: make appliance-test", None, unit=""
            )
        ]
    return emulated_figures(told, f"emulated, {day}")


def emulated_figures(told: dict[str, object], how: str) -> list[Figure]:
    """Figures as the emulator names them; those it did not come to are left out."""
    figures = []
    for name, what, unit, most in _EMULATED:
        value = told.get(name)
        if name == "memory_mb" and isinstance(value, dict):
            value = sum(value.get(f"vuoro-{part}", 0.0) for part in ("lobby", "kiosk", "display"))
        if isinstance(value, int | float):
            figures.append(_figure(f"{what} ({how})", float(value), unit, most))
    return figures


_EMULATED = (
    ("first_frame_seconds", "power on → both screens", "s", None),
    ("memory_mb", "lobby, kiosk, board: memory", "MB", MOST_MEMORY_MB),
    ("idle_mb_an_hour", "written at rest", "MB/h", MOST_IDLE_MB_AN_HOUR),
    ("mb_per_1000_tickets", "written for 1,000 numbers with slips", "MB", None),
)


def _memory(office: SealedOffice) -> list[Figure]:
    parts = {name: memory_mb(pid) for name, pid in office.pids().items()}
    figures = [Figure(f"{name}: memory", size, None, "MB") for name, size in parts.items()]
    together = _figure("lobby, kiosk, board: memory", sum(parts.values()), "MB", MOST_MEMORY_MB)
    return [*figures, together]


def _writes(office: SealedOffice, disk: CountedDisk) -> list[Figure]:
    desk = StaffClient(office.house.settings.lobby.public_url)
    desk.sign_in(AINO.username, PASSWORD)
    for _ in range(WARM_UP):
        desk.press("walk-in", DeskCommand(service=INFO))
    sleep(SETTLE_SECONDS)
    before, started = disk.written(), monotonic()
    sleep(IDLE_SECONDS)
    idle = (disk.written() - before) * 3600 / (monotonic() - started)
    before = disk.written()
    numbers = [_take_number(office) for _ in range(TICKETS)]
    tickets = (disk.written() - before) / TICKETS
    before = disk.written()
    _serve(desk, numbers)
    served = (disk.written() - before) / TICKETS
    return [
        _figure("written at rest", idle / 1e6, "MB/h", MOST_IDLE_MB_AN_HOUR),
        _figure("written for 1,000 numbers with slips", tickets / 1e3, "MB", None),
        _figure("written for 1,000 visitors called and served", served / 1e3, "MB", None),
    ]


def _take_number(office: SealedOffice) -> str:
    glass = office.glass
    glass.touch("number")
    glass.touch(f"service-{INFO}")
    number = number_on(glass.await_that("the slip is out", lambda on: on.screen.endswith("-out")))
    glass.touch("done")
    glass.await_screen("home")
    sleep(PAUSE_SECONDS)
    return number


def _serve(client: StaffClient, numbers: list[str]) -> None:
    seat = next(row.id for row in client.line().counters if row.staff is None)
    client.press("counter", DeskCommand(counter=seat))
    tickets = {row.number: row.id for row in client.line().tickets}
    for number in numbers:
        for action in ("call", "serve", "done"):
            client.press(action, DeskCommand(ticket=tickets[number], counter=seat))
            sleep(PAUSE_SECONDS / 2)


def _words(what: str) -> Figure:
    return Figure(what, None, unit="")


def _figure(name: str, value: float, unit: str, most: float | None) -> Figure:
    if most is None:
        return Figure(name, value, None, unit)
    return Figure(name, value, None, unit, None, f"≤ {most:g} {unit}", value <= most)
