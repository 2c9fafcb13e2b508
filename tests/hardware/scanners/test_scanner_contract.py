"""What every scanner keeps to, whatever it reads."""

import os
import queue
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from vuoro.core.clock import SystemClock
from vuoro.core.settings.schema import ScannerSettings
from vuoro.hardware.scanners import (
    ScannedCode,
    Scanner,
    ScannerError,
    ScannerSource,
    ScannerState,
    open_scanner,
)
from vuoro.hardware.scanners.camera import PictureScanner
from vuoro.hardware.scanners.camera_frames import CameraFrames
from vuoro.hardware.scanners.folder import FolderFrames
from vuoro.hardware.scanners.keyboard import KeyboardScanner
from vuoro.hardware.scanners.lines import LineScanner
from vuoro.hardware.scanners.reel import Reel
from vuoro.hardware.scanners.show import photograph, show

CODE = "VU1TESTCODE"
PATIENCE = 20


@dataclass
class Rig:
    """A scanner, and a way to hold a code to it."""

    scanner: Scanner
    present: Callable[[], None]


@contextmanager
def camera(tmp_path: Path) -> Iterator[Rig]:
    reel = Reel([np.full((720, 1280), 90, np.uint8)], fps=60)
    frames = CameraFrames(reel.find, open_capture=reel.open)
    scanner = PictureScanner(
        frames, ScannerSource.CAMERA, SystemClock(), period=0.01, same_code_seconds=60
    )
    yield Rig(scanner, lambda: reel.play([photograph(CODE)]))


@contextmanager
def video(tmp_path: Path) -> Iterator[Rig]:
    path = tmp_path / "visitor.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 15, (1280, 720))
    for picture in [np.full((720, 1280), 90, np.uint8)] * 3 + [photograph(CODE)] * 3:
        writer.write(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))
    writer.release()
    settings = ScannerSettings(kind="video", source=str(path), frames_per_second=60)
    yield Rig(open_scanner(settings, SystemClock()), lambda: None)


@contextmanager
def folder(tmp_path: Path) -> Iterator[Rig]:
    frames = FolderFrames(tmp_path)
    frames.open()
    scanner = PictureScanner(
        frames, ScannerSource.FOLDER, SystemClock(), period=0.01, same_code_seconds=60
    )
    yield Rig(scanner, lambda: ignore(show(CODE, tmp_path)))


@contextmanager
def lines(tmp_path: Path) -> Iterator[Rig]:
    read, write = os.pipe()
    try:
        yield Rig(LineScanner(read), lambda: ignore(os.write(write, f"{CODE}\r\n".encode())))
    finally:
        os.close(read)
        os.close(write)


@contextmanager
def keyboard(tmp_path: Path) -> Iterator[Rig]:
    scanner = KeyboardScanner()

    def type_it() -> None:
        for number, key in enumerate([*CODE, "\r"]):
            scanner.press(key, 100 + number * 0.005)

    yield Rig(scanner, type_it)


def ignore(value: object) -> None:
    pass


RIGS = {"camera": camera, "video": video, "folder": folder, "stdin": lines, "keyboard": keyboard}
MakeRig = Callable[[Path], AbstractContextManager[Rig]]


@pytest.fixture(params=list(RIGS.values()), ids=list(RIGS))
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    make: MakeRig = request.param
    with make(tmp_path) as made:
        yield made
        made.scanner.close()


def test_a_code_held_to_the_scanner_is_reported_once(rig: Rig) -> None:
    codes: queue.Queue[ScannedCode] = queue.Queue()

    rig.scanner.start(codes.put)
    rig.present()
    code = codes.get(timeout=PATIENCE)
    rig.scanner.close()

    assert code.text == CODE
    assert code.source is rig.scanner.source
    assert code.flaw is None
    assert codes.empty()


def test_a_scanner_is_closed_before_it_starts_and_after_it_closes(rig: Rig) -> None:
    assert rig.scanner.state is ScannerState.CLOSED

    rig.scanner.start(lambda code: None)
    assert rig.scanner.state is not ScannerState.CLOSED

    rig.scanner.close()
    rig.scanner.close()
    assert rig.scanner.state is ScannerState.CLOSED


def test_a_scanner_that_never_started_can_be_closed(rig: Rig) -> None:
    rig.scanner.close()

    assert rig.scanner.state is ScannerState.CLOSED


def test_a_scanner_starts_only_once(rig: Rig) -> None:
    rig.scanner.start(lambda code: None)

    with pytest.raises(ScannerError):
        rig.scanner.start(lambda code: None)


def test_nothing_is_reported_after_close(rig: Rig) -> None:
    codes: queue.Queue[ScannedCode] = queue.Queue()
    rig.scanner.start(codes.put)
    rig.scanner.close()
    while not codes.empty():
        codes.get()

    rig.present()

    assert codes.empty()


def test_a_scanner_may_be_closed_by_what_it_reports_to(rig: Rig) -> None:
    closed: queue.Queue[ScannerState] = queue.Queue()

    def close_it(code: ScannedCode) -> None:
        rig.scanner.close()
        closed.put(rig.scanner.state)

    rig.scanner.start(close_it)
    rig.present()

    assert closed.get(timeout=PATIENCE) is ScannerState.CLOSED
