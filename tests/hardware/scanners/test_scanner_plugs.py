"""Plugged in and pulled out five hundred times: nothing is left behind."""

import gc
import os
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.hardware.scanners.plugs import PATIENCE, SerialPlug, WedgePlug, until
from vuoro.hardware.scanners import ScannerState
from vuoro.hardware.scanners.profile import profile_named

TIMES = 500
WARM_UP = 20
MOST_BLOCKS_A_TIME = 0.8
"""Blocks of memory that Python holds: one leaked object is one or more, its caches gain a few."""

Plug = SerialPlug | WedgePlug
MAKE: dict[str, Callable[[Path], Plug]] = {
    "serial": lambda root: SerialPlug(root, profile_named("honeywell")),
    "wedge": lambda root: WedgePlug(root, "fi"),
}


@dataclass(frozen=True)
class Left:
    """What is there more than before."""

    files: int
    threads: int
    blocks_a_time: float
    resident_mb: float


def once(plug: Plug, number: int) -> None:
    """In, a code read, out: each time under another name."""
    node = "ttyACM" if isinstance(plug, SerialPlug) else "event"
    plug.plug(f"{node}{number % 7}")
    until(lambda: plug.scanner.state is ScannerState.READY)
    plug.hold(f"vu{number:04}")
    assert plug.codes.get(timeout=PATIENCE).text == f"vu{number:04}"
    plug.pull()
    until(lambda: plug.scanner.state is ScannerState.OFFLINE)
    while not plug.lost.empty():
        plug.lost.get()


def left_after(plug: Plug, times: int) -> Left:
    """Measured between two moments at which the plug is out and the driver looks for it."""
    process = psutil.Process()
    for number in range(WARM_UP):
        once(plug, number)
    gc.collect()
    files, threads, resident = open_files(), process.num_threads(), process.memory_info().rss
    blocks = sys.getallocatedblocks()
    for number in range(times):
        once(plug, number)
    gc.collect()
    return Left(
        open_files() - files,
        process.num_threads() - threads,
        (sys.getallocatedblocks() - blocks) / times,
        (process.memory_info().rss - resident) / 1e6,
    )


def open_files() -> int:
    """Those that stay open; the driver's thread reads a file of sysfs now and then."""
    return min(len(os.listdir("/proc/self/fd")) for _ in range(20))


@pytest.mark.long
@pytest.mark.parametrize("kind", MAKE)
def test_five_hundred_plugs_leave_no_file_no_thread_and_no_memory(
    kind: str, tmp_path: Path
) -> None:
    before = threading.active_count()
    with closing(MAKE[kind](tmp_path)) as plug:
        plug.scanner.start(plug.codes.put)
        left = left_after(plug, TIMES)

    assert (left.files, left.threads) == (0, 0)
    assert left.blocks_a_time < MOST_BLOCKS_A_TIME
    assert left.resident_mb < 4
    assert threading.active_count() == before


def test_the_smallest_leak_of_a_driver_would_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leak: list[object] = []
    with closing(MAKE["serial"](tmp_path)) as plug:
        real = plug.device.close

        def leaking() -> None:
            leak.append(object())
            real()

        monkeypatch.setattr(plug.device, "close", leaking)
        plug.scanner.start(plug.codes.put)
        left = left_after(plug, 50)

    assert left.blocks_a_time > MOST_BLOCKS_A_TIME
