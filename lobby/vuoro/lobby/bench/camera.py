"""A camera on one core: how many pictures a second are looked at, and how long others must wait."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vuoro.core.clock import SystemClock
from vuoro.hardware.scanners import ScannerSource
from vuoro.hardware.scanners.camera import PictureScanner
from vuoro.hardware.scanners.camera_frames import CameraFrames
from vuoro.hardware.scanners.preview import Preview
from vuoro.hardware.scanners.reel import Reel
from vuoro.hardware.scanners.show import photograph
from vuoro.lobby.bench.devices import Grey, empty_lobby
from vuoro.lobby.bench.figures import Figure, spread

SECONDS = 6.0
WAKE_SECONDS = 0.002
"""How often the thread wakes that stands for the one of the glass."""
WORK = 2000
"""Steps of Python it then needs the interpreter for, about 0.1 ms."""
CAMERA_FPS = 60
PREVIEW = (960, 540)


def measure() -> list[Figure]:
    """A simulated camera of 60 pictures a second, all threads on one core, with a live picture."""
    with _one_core():
        held_up = photograph("VU1" + "A7" * 74)
        return [*_figures("with a code", held_up), *_figures("empty", empty_lobby())]


def _figures(name: str, picture: Grey) -> list[Figure]:
    preview = Preview(mirrored=True)
    reel = Reel([picture], fps=CAMERA_FPS)
    scanner = PictureScanner(
        CameraFrames(reel.find, preview=preview, open_capture=reel.open),
        ScannerSource.CAMERA,
        SystemClock(),
        period=1 / CAMERA_FPS,
        same_code_seconds=3,
    )
    scanner.start(lambda code: None)
    began = time.process_time()
    waits = list(_waits(preview))
    # By the time this program had the core: others have it too, and not equally each time.
    looked = scanner.stats().frames_per_second * SECONDS
    rate = looked / (time.process_time() - began)
    scanner.close()
    value, p95 = spread(waits)
    long = sorted(waits)[-max(1, len(waits) // 1000)] * 1000
    return [
        Figure(f"camera frames a second, {name}", rate, None, "/s", None, "≥ 15", rate >= 15),
        Figure(f"glass waits for the camera, {name}", value, p95),
        Figure(f"… one time in 1000, {name}", long, None, "ms", None, "≤ 10 ms", long <= 10),
    ]


def _waits(preview: Preview) -> Iterator[float]:
    """Seconds from waking to having done a little Python, without the time other programs took."""
    pause, ends = threading.Event(), time.monotonic() + SECONDS
    while time.monotonic() < ends:
        pause.wait(WAKE_SECONDS)
        queued, begins = _queued(), time.perf_counter()
        preview.newest(*PREVIEW)
        sum(range(WORK))
        yield max(0.0, time.perf_counter() - begins - (_queued() - queued))


def _queued() -> float:
    """Seconds this thread was ready and waited for a core (Documentation/scheduler/sched-stats)."""
    thread = threading.get_native_id()
    return int(Path(f"/proc/self/task/{thread}/schedstat").read_text("ascii").split()[1]) / 1e9


@contextmanager
def _one_core() -> Iterator[None]:
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
