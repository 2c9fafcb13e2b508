"""The programs as a whole: first picture, call to pixel, memory, idle processor time."""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, perf_counter, sleep

from vuoro.core.clock import SystemClock
from vuoro.core.wire.desk import DeskCommand
from vuoro.lobby.bench.figures import Figure, spread
from vuoro.lobby.bench.process import cpu_seconds, memory_mb
from vuoro.lobby.demo.cast import AINO, PASSWORD
from vuoro.lobby.tour.screen import VirtualScreen
from vuoro.lobby.tour.stage import Stage, stage
from vuoro.queue.client import StaffClient

STARTS = 7
CALLS = 12
IDLE_SECONDS = 20.0
PARTS = ("lobby", "kiosk", "display")
FLOOR = (
    "import time,sys\n"
    "from PySide6.QtGui import QGuiApplication\n"
    "from PySide6.QtQuick import QQuickView, QQuickWindow\n"
    "from PySide6.QtCore import QUrl\n"
    "QQuickWindow.setSceneGraphBackend('software')\n"
    "app = QGuiApplication([])\n"
    "view = QQuickView()\n"
    "view.setSource(QUrl.fromLocalFile(sys.argv[1]))\n"
    "view.frameSwapped.connect(app.quit)\n"
    "view.resize(1080, 1920); view.show(); app.exec()\n"
)
"""The least that PySide6 can do: one window with nine words."""


def measure() -> list[Figure]:
    """Starts on a virtual screen, then a whole office on another."""
    figures = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        screen = stack.enter_context(VirtualScreen(folder))
        figures.append(_first_frame(folder, screen.display))
    with tempfile.TemporaryDirectory() as kept, stage(SystemClock(), Path(kept)) as office:
        figures += _office(office)
    return figures


def _first_frame(folder: Path, display: str) -> Figure:
    (folder / "token").write_text("none", encoding="ascii")
    environment = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "VUORO_FIRST_FRAME": "1",
        "VUORO_KIOSK_TOKEN_FILE": str(folder / "token"),
        "VUORO_KIOSK_LOBBY_URL": "http://127.0.0.1:9",
    }
    floor_qml = folder / "Floor.qml"
    words = "".join(
        f"Text {{ y: {100 * n}; text: 'Vuoro'; font.pixelSize: 60 }}\n" for n in range(9)
    )
    floor_qml.write_text(f"import QtQuick\nRectangle {{\n{words}}}\n", encoding="utf-8")
    ours, floor = [], []
    for _ in range(STARTS + 1):
        start = perf_counter()
        subprocess.run([sys.executable, "-c", FLOOR, str(floor_qml)], env=environment, check=True)
        floor.append(perf_counter() - start)
        ours.append(_kiosk_start(environment))
    (value, p95), (limit, _) = spread(ours[1:]), spread(floor[1:])
    return Figure(
        "kiosk: start → first usable frame", value, p95, "ms", limit, "≤ 400 ms", value <= 400
    )


def _kiosk_start(environment: dict[str, str]) -> float:
    child = subprocess.Popen(
        [sys.executable, "-m", "vuoro.lobby", "kiosk"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert child.stdout is not None
    told = child.stdout.readline()
    child.terminate()
    child.wait(20)
    return float(json.loads(told)["first_frame_ms"]) / 1000


def _office(office: Stage) -> list[Figure]:
    figures = [_call_to_pixel(office)]
    sleep(8)
    pids = {part: office.running.pid(part) for part in PARTS}
    before, start = {part: cpu_seconds(pid) for part, pid in pids.items()}, monotonic()
    sleep(IDLE_SECONDS)
    took = monotonic() - start
    idle = {part: (cpu_seconds(pid) - before[part]) / took * 100 for part, pid in pids.items()}
    figures += [Figure(f"{part}: memory", memory_mb(pid), None, "MB") for part, pid in pids.items()]
    figures += [
        Figure(f"{part}: idle processor time", idle[part], None, "% of a core") for part in PARTS
    ]
    total = sum(idle.values())
    figures.append(
        Figure("all together: idle", total, None, "% of a core", None, "≤ 2 %", total <= 2)
    )
    return figures


def _call_to_pixel(office: Stage) -> Figure:
    client = StaffClient(office.house.settings.lobby.public_url)
    client.sign_in(AINO.username, PASSWORD)
    seat = next(row.id for row in client.line().counters if row.staff is None)
    client.press("counter", DeskCommand(counter=seat))
    shown = office.house.folder.parent / "display.json"
    times = []
    for _ in range(CALLS):
        ticket = client.press("walk-in", DeskCommand(service=_service_of(client, seat))).ticket
        assert ticket is not None
        start = perf_counter()
        client.press("call", DeskCommand(ticket=ticket.id, counter=seat))
        while _newest(shown) != ticket.number:
            if perf_counter() - start > 30:
                raise RuntimeError("the board never showed the call")
            sleep(0.0005)
        times.append(perf_counter() - start)
        client.press("done", DeskCommand(ticket=ticket.id))
        sleep(10.5)
    value, p95 = spread(times)
    return Figure("call → pixel on the board", value, p95, "ms")


def _service_of(client: StaffClient, counter: str) -> str:
    return next(row.services[0] for row in client.line().counters if row.id == counter)


def _newest(shown: Path) -> str:
    newest = json.loads(shown.read_bytes())["newest"]
    return str(newest["number"]) if newest else ""
