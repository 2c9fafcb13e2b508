"""What every scanner keeps to, whatever it reads."""

import os
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import pytest

from tests.hardware.scanners.plugs import SerialPlug, WedgePlug, until
from vuoro.core.clock import SystemClock
from vuoro.core.settings.schema import ScannerSettings
from vuoro.hardware.scanners import (
    OnCode,
    ScannedCode,
    Scanner,
    ScannerError,
    ScannerSource,
    ScannerState,
    open_scanner,
)
from vuoro.hardware.scanners.cable import CableScanner
from vuoro.hardware.scanners.camera import PictureScanner
from vuoro.hardware.scanners.camera_frames import CameraFrames
from vuoro.hardware.scanners.contract import check
from vuoro.hardware.scanners.folder import FolderFrames
from vuoro.hardware.scanners.keyboard import KeyboardScanner
from vuoro.hardware.scanners.lines import LineScanner
from vuoro.hardware.scanners.profile import ScannerProfile, profile_named
from vuoro.hardware.scanners.reel import Reel
from vuoro.hardware.scanners.show import photograph, show

CODE = "VU1TESTCODE"
PATIENCE = 20
EMPTY = np.full((720, 1280), 90, np.uint8)


class Rig:
    """A way to make a scanner, one made so, and a way to hold a code to it."""

    def __init__(self, make: Callable[[], Scanner], present: Callable[[], None]) -> None:
        self.make = make
        self.present = present

    @cached_property
    def scanner(self) -> Scanner:
        return self.make()


@contextmanager
def camera(tmp_path: Path) -> Iterator[Rig]:
    reel = Reel([EMPTY], fps=60)

    def make() -> Scanner:
        frames = CameraFrames(reel.find, open_capture=reel.open)
        return PictureScanner(
            frames, ScannerSource.CAMERA, SystemClock(), period=0.01, same_code_seconds=60
        )

    yield Rig(make, lambda: reel.play([photograph(CODE)]))


@contextmanager
def video(tmp_path: Path) -> Iterator[Rig]:
    path = tmp_path / "visitor.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 15, (1280, 720))
    for picture in [EMPTY] * 3 + [photograph(CODE)] * 3:
        writer.write(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))
    writer.release()
    settings = ScannerSettings(kind="video", source=str(path), frames_per_second=60)
    yield Rig(lambda: open_scanner(settings, SystemClock()), lambda: None)


@contextmanager
def folder(tmp_path: Path) -> Iterator[Rig]:
    def make() -> Scanner:
        frames = FolderFrames(tmp_path)
        frames.open()
        return PictureScanner(
            frames, ScannerSource.FOLDER, SystemClock(), period=0.01, same_code_seconds=60
        )

    yield Rig(make, lambda: ignore(show(CODE, tmp_path)))


@contextmanager
def lines(tmp_path: Path) -> Iterator[Rig]:
    read, write = os.pipe()
    try:
        yield Rig(
            lambda: LineScanner(read), lambda: ignore(os.write(write, f"{CODE}\r\n".encode()))
        )
    finally:
        os.close(read)
        os.close(write)


@contextmanager
def keyboard(tmp_path: Path) -> Iterator[Rig]:
    made: list[KeyboardScanner] = []

    def make() -> Scanner:
        made.append(KeyboardScanner())
        return made[-1]

    def type_it() -> None:
        for number, key in enumerate([*CODE, "\r"]):
            made[-1].press(key, 100 + number * 0.005)

    yield Rig(make, type_it)


@contextmanager
def serial(tmp_path: Path) -> Iterator[Rig]:
    yield from cable(SerialPlug(tmp_path, ScannerProfile("test"), same_code=60))


@contextmanager
def serial_triggered(tmp_path: Path) -> Iterator[Rig]:
    yield from cable(SerialPlug(tmp_path, profile_named("honeywell"), same_code=60))


@contextmanager
def wedge(tmp_path: Path) -> Iterator[Rig]:
    yield from cable(WedgePlug(tmp_path, "fi", same_code=60))


def cable(plug: SerialPlug | WedgePlug) -> Iterator[Rig]:
    made: list[CableScanner] = []

    def make() -> Scanner:
        made.append(plug.make())
        return made[-1]

    def hold_up() -> None:
        until(lambda: made[-1].state in (ScannerState.READY, ScannerState.CLOSED))
        plug.hold(CODE)

    plug.plug()
    try:
        yield Rig(make, hold_up)
    finally:
        plug.pull()


def ignore(value: object) -> None:
    pass


RIGS = {
    "camera": camera,
    "video": video,
    "folder": folder,
    "stdin": lines,
    "keyboard": keyboard,
    "serial": serial,
    "serial, triggered": serial_triggered,
    "wedge": wedge,
}
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


def test_a_scanner_passes_every_check_that_a_real_one_is_put_to(rig: Rig) -> None:
    checks = list(check(rig.make, rig.present, patience=PATIENCE, quiet=0.05))

    assert [one.words for one in checks if not one.ok] == []
    assert [one.name for one in checks] == [
        "unused", "closed_at_first", "starts", "state", "starts_once", "reads", "source", "ready",
        "once", "closes", "silent", "threads", "files",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["camera", "serial", "wedge"])
def test_a_scanner_without_its_device_passes_every_check_but_those_of_codes(
    kind: Literal["camera", "serial", "wedge"],
) -> None:
    settings = ScannerSettings(kind=kind, source="usb:0bad:0bad")

    checks = list(check(lambda: open_scanner(settings, SystemClock()), quiet=0.05))

    assert [one.words for one in checks if not one.ok] == []
    assert len(checks) == 9


class Bad(KeyboardScanner):
    """A scanner with one fault."""

    def __init__(self, fault: str) -> None:
        super().__init__()
        self.fault = fault
        self.end = threading.Event()
        self.tell: OnCode = lambda code: None

    @property
    def state(self) -> ScannerState:
        if self.fault == "dishonest":
            return ScannerState.READY
        return super().state

    def start(self, on_code: OnCode) -> None:
        match self.fault:
            case "starts twice":
                self._started = False
            case "leaves a thread":
                threading.Thread(target=self.end.wait, daemon=True).start()
            case "leaves a file":
                LEFT_OPEN.append(os.open("/dev/null", os.O_RDONLY))
            case "does not start":
                raise OSError("no such device")
        super().start(on_code)
        self.tell = on_code

    def close(self) -> None:
        if self.fault == "does not close":
            raise OSError("bad file descriptor")
        super().close()

    def present(self) -> None:
        code = ScannedCode(
            CODE, ScannerSource.STDIN if self.fault == "wrong source" else ScannerSource.KEYBOARD
        )
        if self.fault == "deaf" or (self._state is ScannerState.CLOSED and self.fault != "late"):
            return
        for _ in range(2 if self.fault == "twice" else 1):
            self.tell(code)


LEFT_OPEN: list[int] = []


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("none", set()),
        ("dishonest", {"unused", "closed_at_first", "closes"}),
        ("starts twice", {"starts_once", "reads"}),
        ("leaves a thread", {"threads"}),
        ("leaves a file", {"files"}),
        ("does not start", {"starts", "state", "starts_once", "reads"}),
        ("does not close", {"unused", "closes", "silent"}),
        ("deaf", {"reads"}),
        ("twice", {"once"}),
        ("late", {"silent"}),
        ("wrong source", {"source"}),
    ],
)
def test_each_fault_of_a_scanner_is_found(fault: str, found: set[str]) -> None:
    made: list[Bad] = []

    def make() -> Scanner:
        made.append(Bad(fault))
        return made[-1]

    checks = list(check(make, lambda: made[-1].present(), patience=0.05, quiet=0.01))
    for bad in made:
        bad.end.set()
    while LEFT_OPEN:
        os.close(LEFT_OPEN.pop())

    assert {one.name for one in checks if not one.ok} == found
    assert not any(CODE in one.words for one in checks)
