"""A USB camera over the capture that OpenCV gives: unplugged, covered, frozen, silent, hung."""

import os
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from vuoro.core.clock import SystemClock
from vuoro.core.settings.schema import ScannerSettings
from vuoro.hardware.scanners import ScannedCode, ScannerError, ScannerSource, ScannerState
from vuoro.hardware.scanners.camera import PictureScanner
from vuoro.hardware.scanners.camera_device import camera_device, find_video
from vuoro.hardware.scanners.camera_frames import FIRST_SECONDS, CameraFrames
from vuoro.hardware.scanners.camera_scanner import camera_scanner
from vuoro.hardware.scanners.capture import LOST_SECONDS, grey, set_up
from vuoro.hardware.scanners.frames import NothingSeen, SourceLost
from vuoro.hardware.scanners.liveness import DARK_SECONDS, FROZEN_SECONDS, Liveness, Sight
from vuoro.hardware.scanners.reel import Reel
from vuoro.hardware.scanners.show import photograph
from vuoro.hardware.usb_identity import UsbName

PATIENCE = 20
EMPTY = np.full((720, 1280), 128, np.uint8)
MINE = photograph("VU1MINE")


@dataclass
class Time:
    """Seconds that pass when a test says so."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


class Camera:
    """A capture whose grabs a test answers one by one; it never paces itself."""

    def __init__(self) -> None:
        self.script: queue.SimpleQueue[npt.NDArray[Any] | None] = queue.SimpleQueue()
        self.current: npt.NDArray[Any] = EMPTY
        self.told: dict[int, float] = {}
        self.grabs = self.retrieves = 0
        self.released = threading.Event()

    def isOpened(self) -> bool:
        return True

    def set(self, propId: int, value: float) -> bool:
        self.told[propId] = value
        return True

    def grab(self) -> bool:
        self.grabs += 1
        picture = self.script.get()
        if picture is None:
            return False
        self.current = picture
        return True

    def retrieve(self) -> tuple[bool, npt.NDArray[Any]]:
        self.retrieves += 1
        return True, self.current

    def release(self) -> None:
        self.released.set()


@dataclass
class Bench:
    """The frames of a scripted camera, and a clock moved by hand."""

    camera: Camera = field(default_factory=Camera)
    time: Time = field(default_factory=Time)
    device: str = "/dev/video0"

    def __post_init__(self) -> None:
        self.frames = CameraFrames(
            self.find, open_capture=lambda device: self.camera, mono=self.time
        )

    def find(self) -> str:
        if not self.device:
            raise SourceLost("no camera")
        return self.device

    def close(self) -> None:
        self.camera.script.put(None)
        self.frames.close()


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.close()


def noisy(seed: int, level: int = 128) -> npt.NDArray[np.uint8]:
    random = np.random.default_rng(seed)
    return np.clip(random.normal(level, 3, (720, 1280)), 0, 255).astype(np.uint8)


def jpeg(picture: npt.NDArray[np.uint8]) -> npt.NDArray[Any]:
    _, raw = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))
    return raw.reshape(1, -1)


# What a camera is told


def test_a_camera_is_told_to_send_720p_as_jpeg_and_to_see_to_its_exposure_itself() -> None:
    camera = Camera()

    set_up(camera, 0)

    order = list(camera.told)
    assert camera.told[cv2.CAP_PROP_FOURCC] == cv2.VideoWriter.fourcc(*"MJPG")
    assert (camera.told[cv2.CAP_PROP_FRAME_WIDTH], camera.told[cv2.CAP_PROP_FRAME_HEIGHT]) == (
        1280,
        720,
    )
    assert order.index(cv2.CAP_PROP_FOURCC) < order.index(cv2.CAP_PROP_FRAME_WIDTH)
    assert camera.told[cv2.CAP_PROP_AUTO_EXPOSURE] == 3
    assert cv2.CAP_PROP_EXPOSURE not in camera.told


def test_an_exposure_of_the_settings_goes_to_the_camera_in_tenths_of_a_millisecond() -> None:
    camera = Camera()

    set_up(camera, 80)

    assert camera.told[cv2.CAP_PROP_AUTO_EXPOSURE] == 1
    assert camera.told[cv2.CAP_PROP_EXPOSURE] == 80


# What a camera sends


@pytest.mark.parametrize(
    "raw",
    [
        jpeg(MINE),
        jpeg(MINE).reshape(-1, 1),
        MINE,
        MINE[:, :, None],
        cv2.cvtColor(MINE, cv2.COLOR_GRAY2BGR),
        np.dstack([MINE, np.full_like(MINE, 128)]),
    ],
    ids=["jpeg", "jpeg in a column", "grey", "grey with a channel", "bgr", "yuyv"],
)
def test_every_form_of_picture_becomes_the_same_grey_one(raw: npt.NDArray[Any]) -> None:
    picture = grey(raw)

    assert picture is not None
    assert picture.shape == (720, 1280)
    assert picture.flags.c_contiguous
    assert np.abs(picture.astype(int) - MINE).mean() < 2


@pytest.mark.parametrize(
    "raw",
    [
        np.zeros((1, 0), np.uint8),
        np.frombuffer(b"\xff\xd8\xff no picture", np.uint8).reshape(1, -1),
        np.zeros((720, 1280), np.uint16),
    ],
    ids=["nothing", "damaged", "16 bits"],
)
def test_what_is_no_picture_is_left_out(raw: npt.NDArray[Any]) -> None:
    assert grey(raw) is None


def test_a_damaged_picture_is_skipped_and_the_next_one_taken(bench: Bench) -> None:
    bench.frames.open()
    bench.camera.script.put(np.frombuffer(b"\xff\xd8 torn", np.uint8).reshape(1, -1))
    bench.camera.script.put(jpeg(MINE))

    assert taken(bench) is not None


# Only what is new


def test_pictures_that_nobody_waited_for_are_dropped_undecoded_and_never_come_late(
    bench: Bench,
) -> None:
    bench.frames.open()
    for seed in range(20):
        bench.camera.script.put(noisy(seed))
    wait_until(lambda: bench.camera.script.empty() and bench.camera.grabs == 21)
    assert bench.camera.retrieves == 0

    waiting = threading.Thread(target=lambda: bench.camera.script.put(noisy(99)))
    waiting.start()
    picture = taken(bench)
    waiting.join()

    assert bench.camera.retrieves == 1
    assert np.array_equal(picture, noisy(99))


def test_a_camera_that_sends_nothing_is_lost_after_three_seconds(bench: Bench) -> None:
    bench.frames.open()
    bench.camera.script.put(noisy(1))
    taken(bench)

    bench.time.now += LOST_SECONDS - 0.1
    assert bench.frames.next() is None
    bench.time.now += 0.2

    with pytest.raises(SourceLost, match="3 s"):
        bench.frames.next()


def test_a_camera_that_was_just_opened_has_longer_and_is_not_ready_before_its_first_picture(
    bench: Bench,
) -> None:
    bench.frames.open()

    bench.time.now += FIRST_SECONDS - 1
    with pytest.raises(NothingSeen) as nothing:
        bench.frames.next()

    assert nothing.value.state is None


def test_a_camera_whose_driver_gives_up_is_lost_at_once(bench: Bench) -> None:
    bench.frames.open()
    bench.camera.script.put(None)

    with pytest.raises(SourceLost):
        taken(bench)
    assert bench.camera.released.wait(PATIENCE)


def test_closing_while_the_capture_blocks_lets_go_and_opens_no_second_one(bench: Bench) -> None:
    bench.frames.open()
    wait_until(lambda: bench.camera.grabs == 1)

    bench.frames.close()
    with pytest.raises(SourceLost, match="hangs"):
        bench.frames.open()

    bench.camera.script.put(None)
    assert bench.camera.released.wait(PATIENCE)
    wait_until(lambda: not alive("camera"))
    bench.frames.open()


def test_a_bug_in_a_library_loses_the_camera_and_not_the_scanner(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> tuple[bool, npt.NDArray[Any]]:
        raise RuntimeError("a bug")

    bench.camera.retrieve = broken  # type: ignore[method-assign]
    bench.frames.open()
    bench.camera.script.put(EMPTY)

    with pytest.raises(SourceLost, match="failed"):
        taken(bench)
    assert "the camera's thread failed" in caplog.text


# Covered and frozen


def test_a_camera_that_sends_one_picture_for_ever_is_lost_and_does_not_come_back_with_it(
    bench: Bench,
) -> None:
    bench.frames.open()
    same = noisy(1)
    for _ in range(3):
        bench.camera.script.put(same)
    taken(bench)
    bench.time.now += FROZEN_SECONDS

    for _ in range(2):
        bench.camera.script.put(same)
        with pytest.raises(SourceLost, match="same picture"):
            taken(bench)
        bench.camera.script.put(None)
        bench.frames.close()
        bench.frames.open()


def test_noise_tells_a_still_room_from_a_frozen_camera() -> None:
    liveness = Liveness()

    sights = [liveness.judge(noisy(seed), seed * 5.0) for seed in range(20)]

    assert set(sights) == {Sight.CLEAR}


def test_a_picture_clipped_to_white_is_not_taken_for_a_frozen_one() -> None:
    liveness, white = Liveness(), np.full((720, 1280), 255, np.uint8)

    assert {liveness.judge(white, at) for at in (0.0, 30.0, 60.0)} == {Sight.CLEAR}


def test_black_for_a_minute_is_a_covered_camera_and_one_clear_picture_ends_it() -> None:
    liveness = Liveness()

    sights = [
        liveness.judge(noisy(1, 4), 0.0),
        liveness.judge(noisy(2, 4), DARK_SECONDS - 1),
        liveness.judge(noisy(3, 4), DARK_SECONDS),
        liveness.judge(noisy(4), DARK_SECONDS + 1),
        liveness.judge(noisy(5, 4), DARK_SECONDS + 2),
    ]

    assert sights == [Sight.CLEAR, Sight.CLEAR, Sight.COVERED, Sight.CLEAR, Sight.CLEAR]


def test_a_dim_lobby_is_not_a_covered_camera() -> None:
    dim = noisy(1, 12)
    dim[300:400] = 60
    liveness = Liveness()

    assert liveness.judge(dim, 0.0) is Sight.CLEAR
    assert liveness.judge(noisy(2, 12) + dim, DARK_SECONDS * 2) is Sight.CLEAR


# Where it is


def test_a_camera_is_found_by_its_usb_name_whatever_number_it_got(tmp_path: Path) -> None:
    plug(tmp_path, "1-1", "046d:0825", "A1", {"video3": 0, "video4": 1})
    plug(tmp_path, "1-2", "046d:0825", "B2", {"video1": 1, "video0": 0})

    found = {
        text: find_video(UsbName.parse(text), tmp_path)  # type: ignore[arg-type]
        for text in ("usb:046d:0825:A1", "usb:046d:0825:B2", "usb:046d:9999")
    }

    assert found == {
        "usb:046d:0825:A1": tmp_path / "dev/video3",
        "usb:046d:0825:B2": tmp_path / "dev/video0",
        "usb:046d:9999": None,
    }


@pytest.mark.parametrize("source", ["3", "/dev/video3", "usb:046d:0825"])
def test_a_camera_is_meant_by_number_path_or_usb_name(tmp_path: Path, source: str) -> None:
    plug(tmp_path, "1-1", "046d:0825", "A1", {"video3": 0})

    assert camera_device(source, tmp_path) == str(tmp_path / "dev/video3")


@pytest.mark.parametrize("source", ["7", "/dev/video7", "usb:1111:2222"])
def test_a_camera_that_is_not_there_is_lost_and_not_an_error(tmp_path: Path, source: str) -> None:
    with pytest.raises(SourceLost):
        camera_device(source, tmp_path)


@pytest.mark.parametrize("source", ["", "front", "usb:12", "-1", "video0"])
def test_settings_that_can_mean_no_camera_are_refused(source: str) -> None:
    with pytest.raises(ScannerError):
        camera_scanner(ScannerSettings(kind="camera", source=source), SystemClock())


# The whole driver over a camera that plays photographs


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


@pytest.fixture
def rig() -> Iterator[Rig]:
    rig = rig_of(Reel([MINE], fps=60))
    yield rig
    rig.reel.set(hung=False, silent=False)
    rig.scanner.close()


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
    reel = Reel([EMPTY[:64, :64]], fps=2000)
    threads, files = threading.active_count(), open_files()

    for number in range(500):
        rig = rig_of(reel)
        rig.start()
        if number % 50 == 0:
            rig.becomes(ScannerState.READY)
        rig.scanner.close()

    assert reel.opened == 0
    assert (threading.active_count(), open_files()) == (threads, files)


def taken(bench: Bench) -> npt.NDArray[np.uint8]:
    """The next picture of a camera that has one to send; its thread may take its time."""
    for _ in range(PATIENCE * 4):
        try:
            picture = bench.frames.next()
        except NothingSeen:
            continue
        if picture is not None:
            return picture
    raise AssertionError("no picture came")


def wait_until(true: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(PATIENCE * 200):
        if true():
            return
        pause.wait(0.005)
    raise AssertionError("it never came true")


def alive(name: str) -> bool:
    return any(thread.name == name for thread in threading.enumerate())


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def plug(root: Path, port: str, ids: str, serial: str, nodes: dict[str, int]) -> None:
    """A camera in a made-up /sys and /dev, as uvcvideo and udev lay it out."""
    device = root / "sys/devices/pci0/usb1" / port
    device.mkdir(parents=True)
    vendor, product = ids.split(":")
    for name, value in {"idVendor": vendor, "idProduct": product, "serial": serial}.items():
        (device / name).write_text(value + "\n")
    for node, index in nodes.items():
        entry = device / f"{port}:1.0" / "video4linux" / node
        entry.mkdir(parents=True)
        (entry / "index").write_text(f"{index}\n")
        (entry / "uevent").write_text(f"MAJOR=81\nMINOR={index}\nDEVNAME={node}\n")
        group = root / "sys/class/video4linux"
        group.mkdir(parents=True, exist_ok=True)
        (group / node).symlink_to(entry)
        file = root / "dev" / node
        file.parent.mkdir(exist_ok=True)
        file.touch()
