"""The whole driver over a camera that plays photographs: plugged, unplugged, hung, at rest."""

import gc
import queue
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from tests.hardware.scanners.waiting import PATIENCE, alive, open_files, wait_until
from vuoro.core.clock import SystemClock
from vuoro.hardware.scanners import ScannedCode, ScannerSource, ScannerState
from vuoro.hardware.scanners.camera import PictureScanner
from vuoro.hardware.scanners.camera_frames import CameraFrames
from vuoro.hardware.scanners.frames import NothingSeen, SourceLost
from vuoro.hardware.scanners.preview import Preview
from vuoro.hardware.scanners.reel import Reel
from vuoro.hardware.scanners.show import photograph

EMPTY = np.full((64, 64), 128, np.uint8)
MINE = photograph("VU1MINE")


@dataclass
class Rig:
    """A scanner over a simulated camera, with what it reported."""

    reel: Reel
    scanner: PictureScanner
    codes: "queue.SimpleQueue[ScannedCode]" = field(default_factory=queue.SimpleQueue)
    states: "queue.SimpleQueue[ScannerState]" = field(default_factory=queue.SimpleQueue)

    def start(self) -> None:
        self.scanner.watch(lambda: self.states.put(self.scanner.state))
        self.scanner.start(self.codes.put)

    def becomes(self, state: ScannerState) -> None:
        while self.states.get(timeout=PATIENCE) is not state:
            pass


def rig_of(reel: Reel) -> Rig:
    frames = CameraFrames(reel.find, open_capture=reel.open)
    scanner = PictureScanner(
        frames, ScannerSource.CAMERA, SystemClock(), period=1 / 60, same_code_seconds=0.2
    )
    return Rig(reel, scanner)


@pytest.fixture(scope="module")
def reel() -> Reel:
    """Made once: its noise takes a while."""
    return Reel([MINE], fps=60)


@pytest.fixture
def rig(reel: Reel) -> Iterator[Rig]:
    rig = rig_of(reel)
    yield rig
    reel.set(plugged=True, hung=False)
    rig.scanner.close()
    wait_until(lambda: not alive("camera"))


def test_a_code_held_to_the_camera_is_read_and_counted(rig: Rig) -> None:
    rig.start()

    assert rig.codes.get(timeout=PATIENCE).text == "VU1MINE"

    stats = rig.scanner.stats()
    assert stats.frames_per_second > 0
    assert stats.decode_ms is not None
    assert stats.code_age is not None
    assert "VU1MINE" not in repr(stats)


def test_an_unplugged_camera_is_found_again_and_reads_again(rig: Rig) -> None:
    rig.start()
    rig.codes.get(timeout=PATIENCE)

    rig.reel.set(plugged=False)
    rig.becomes(ScannerState.OFFLINE)
    while not rig.codes.empty():
        rig.codes.get()
    rig.reel.set(plugged=True)
    rig.becomes(ScannerState.READY)

    assert rig.codes.get(timeout=PATIENCE).text == "VU1MINE"


def test_a_resting_camera_is_let_go_of_and_comes_back_when_it_is_needed(rig: Rig) -> None:
    rig.start()
    rig.becomes(ScannerState.READY)

    rig.scanner.rest(True)
    rig.becomes(ScannerState.RESTING)
    wait_until(lambda: rig.reel.opened == 0)
    rig.scanner.rest(False)
    rig.becomes(ScannerState.READY)

    assert rig.codes.get(timeout=PATIENCE)


def test_a_camera_that_hangs_in_the_kernel_does_not_keep_the_program_from_ending(rig: Rig) -> None:
    rig.start()
    rig.becomes(ScannerState.READY)
    rig.reel.set(hung=True)

    rig.scanner.close()

    assert rig.scanner.state is ScannerState.CLOSED
    assert not alive("scanner")


def test_nothing_of_a_picture_or_a_code_is_in_the_log(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    rig.start()
    rig.codes.get(timeout=PATIENCE)
    rig.reel.set(plugged=False)
    rig.becomes(ScannerState.OFFLINE)
    rig.scanner.close()

    words = caplog.text + "".join(repr(record.__dict__) for record in caplog.records)
    assert "scanner offline" in words
    assert "MINE" not in words
    assert "array(" not in words


def test_five_hundred_openings_leave_no_thread_and_no_file_behind() -> None:
    reel = Reel([EMPTY], fps=2000)
    wait_until(lambda: not alive("camera"))
    files = open_files()

    for number in range(500):
        rig = rig_of(reel)
        rig.start()
        if number % 50 == 0:
            rig.becomes(ScannerState.READY)
        rig.scanner.close()

    assert reel.opened == 0
    assert not alive("camera")
    assert not alive("scanner")
    assert open_files() <= files


def test_a_camera_plugged_and_unplugged_five_hundred_times_leaves_nothing_behind() -> None:
    reel = Reel([EMPTY], fps=2000)
    frames = CameraFrames(reel.find, preview=Preview(mirrored=True), open_capture=reel.open)
    wait_until(lambda: not alive("camera"))
    tracemalloc.start()
    kept = 0
    for number in range(500):
        if number == 100:
            gc.collect()
            kept, files = tracemalloc.get_traced_memory()[0], open_files()
        plugged_and_unplugged(frames, reel)
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - kept
    tracemalloc.stop()

    assert reel.opened == 0
    assert not alive("camera")
    assert open_files() <= files
    assert grown < 50_000


def plugged_and_unplugged(frames: CameraFrames, reel: Reel) -> None:
    reel.set(plugged=True)
    frames.open()
    while True:
        try:
            if frames.next() is not None:
                break
        except NothingSeen:
            continue
    reel.set(plugged=False)
    with pytest.raises(SourceLost):
        deplete(frames)
    frames.close()
    with pytest.raises(SourceLost):
        frames.open()


def deplete(frames: CameraFrames) -> None:
    """Take pictures for as long as there are any."""
    while True:
        frames.next()
